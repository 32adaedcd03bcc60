"""A teller's alarm, an operator's report and a relative's word, from the page to the desk and back."""
import re

import pytest
from conftest import PICTURES

STATION = "530402550000"


def picture(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"partner-{name}.png", full_page=True)


def by_keyboard(page, selector, text):
    page.locator(selector).focus()
    page.keyboard.type(text)


@pytest.mark.parametrize("scheme,phone", [("light", "13800136101"), ("dark", "13800136102")])
def test_alarm_at_the_counter(program, visit, scheme, phone):
    """6 July: a customer whose transfers are limited asks for 23,000 yuan in cash; it stays with him."""
    desk = visit("duty", color_scheme=scheme)
    desk.goto(program.address + "/warnings")
    teller = visit("clerk", color_scheme=scheme)
    teller.goto(program.address + "/bank/warnings")
    picture(teller, f"counter-empty-{scheme}")
    by_keyboard(teller, "[name=name]", "曾某")
    by_keyboard(teller, "[name=phone]", phone)
    by_keyboard(teller, "[name=purpose]", "还朋友的钱，说不清是谁")
    for name in ["ask-PURPOSE", "ask-STRANGER", "ask-HURRIED", "sign-LIMIT_HIT_CASH"]:
        teller.locator(f"[name={name}]").focus()
        teller.keyboard.press("Space")
    by_keyboard(teller, "[name=stake]", "2.3万")
    by_keyboard(teller, "[name=whereabouts]", "海岳银行城北支行 2 号柜")
    teller.locator("[name=place]").select_option(STATION)
    picture(teller, f"counter-filled-{scheme}")
    teller.keyboard.press("Control+Enter")
    teller.get_by_text("请留住客户，接听来电").first.wait_for(state="attached")
    picture(teller, f"counter-sent-{scheme}")
    # The desk's list has it without being loaded again, at its top.
    row = desk.locator("#warnings tr[data-row]").first
    row.get_by_text("曾某").wait_for(state="attached", timeout=10_000)
    picture(desk, f"desk-{scheme}")

    row.locator("a.t").click()
    desk.wait_for_url(re.compile("/warnings/wrn-"))
    warning = re.search(r"wrn-[0-9a-f]+", desk.url).group(0)
    officer = visit("station", color_scheme=scheme)
    officer.set_viewport_size({"width": 390, "height": 844})
    officer.goto(program.address + f"/task/{warning}")
    officer.get_by_text("核验码").first.wait_for(state="attached")
    officer.get_by_role("button", name="我来办").click()
    officer.wait_for_url(re.compile("done=saved"))
    teller.locator("#reported li").first.get_by_text("民警已接单").wait_for(state="attached", timeout=10_000)
    officer.locator("[name=channel]").select_option("visit")
    officer.locator("[name=outcomeOfTry]").select_option("dissuaded")
    officer.locator("[name=avoided]").fill("2.3万")
    officer.locator("[name=place]").fill("海岳银行城北支行")
    officer.locator("[name=companion]").fill("李警官")
    for box in officer.locator("fieldset.cks input[type=checkbox]").all():
        box.check()
    officer.get_by_role("button", name="记录这次劝阻").click()
    officer.wait_for_url(re.compile("done=saved"))
    closing = visit("station", color_scheme=scheme)
    closing.goto(program.address + f"/warnings/{warning}")
    closing.locator("summary", has_text="办结").click()
    closing.locator("[name=fraudType]").last.select_option("KF")
    closing.get_by_role("button", name="办结预警").click()
    closing.wait_for_url(re.compile("done=saved"))
    told = teller.locator("#reported li").first
    told.get_by_text("劝住了，没有转").wait_for(state="attached", timeout=10_000)
    assert "避免损失 23,000.00" in told.inner_text()
    picture(teller, f"counter-told-{scheme}")


def test_counter_on_the_phone(program, visit):
    teller = visit("clerk")
    teller.set_viewport_size({"width": 390, "height": 844})
    teller.goto(program.address + "/bank/warnings")
    assert teller.evaluate("document.documentElement.scrollWidth") <= 391
    teller.keyboard.press("Control+Enter")
    teller.get_by_text("网点（警察到这里）：必填").first.wait_for(state="attached")
    picture(teller, "counter-phone-errors")


def test_operator_reports_a_number(program, visit):
    clerk = visit("line")
    clerk.wait_for_url(re.compile("/bank/warnings"))
    clerk.locator("[name=phone]").fill("13800136103")
    clerk.locator("[name=caller]").fill("+85291234567")
    clerk.locator("[name=times]").fill("3")
    clerk.locator("[name=minutes]").fill("42")
    clerk.locator("[name=sign-TALKING_NOW]").check()
    clerk.locator("[name=place]").select_option(STATION)
    clerk.keyboard.press("Control+Enter")
    clerk.locator("#reported li").first.get_by_text("通话分钟：42").wait_for(state="attached")
    picture(clerk, "operator")
    desk = visit("duty")
    desk.goto(program.address + "/warnings")
    desk.locator("#warnings tr[data-row]").first.get_by_text("正与诈骗分子通话").wait_for(state="attached")


def test_a_relative_reports_and_the_person_checks_the_call(program, visit):
    relative = visit(None, color_scheme="light")
    relative.set_viewport_size({"width": 390, "height": 844})
    relative.goto(program.address + "/public/alert")
    assert relative.evaluate("document.documentElement.scrollWidth") <= 391
    picture(relative, "alert-empty")
    for name, words in {
        "name": "孙建国", "phone": "13800136104", "home": "柳林 3 栋", "note": "要去银行取十万给“专案组”", "stake": "10万",
        "relative": "孙某", "relation": "女儿", "relativePhone": "13800136105",
    }.items():
        relative.locator(f"[name={name}]").fill(words)
    relative.locator("[name=place]").select_option(STATION)
    relative.locator("[name=sign-TALKING_NOW]").check()
    picture(relative, "alert-filled")
    relative.get_by_role("button", name="交给反诈中心").click()
    relative.get_by_text("反诈中心已收到").first.wait_for(state="attached")
    picture(relative, "alert-receipt")

    desk = visit("duty")
    desk.goto(program.address + "/warnings")
    row = desk.locator("#warnings tr[data-row]", has_text="孙建国")
    row.get_by_text("未核实，先回拨").wait_for(state="attached")
    row.locator("a.t").click()
    desk.get_by_text("138 **** 6105").first.wait_for(state="attached")
    assert "13800136105" not in desk.content()
    picture(desk, "call-back")
    desk.get_by_role("button", name="显示号码，去回拨").click()
    desk.locator("a[href='tel:13800136105']").wait_for(state="attached")
    desk.get_by_text("查看反映人号码").first.wait_for(state="attached")
    picture(desk, "call-back-number")
    code = re.search(r"\d{4} \d{4}", desk.locator("dl.kv").first.inner_text()).group(0)
    desk.get_by_role("button", name="属实", exact=True).click()
    desk.wait_for_url(re.compile("done=saved"))
    desk.get_by_text("特高").first.wait_for(state="attached")

    warned = visit(None)
    warned.set_viewport_size({"width": 390, "height": 844})
    for ending, words in [("6104", "是真的"), ("6105", "对不上")]:
        warned.goto(program.address + "/public/caller")
        warned.locator("[name=code]").fill(code)
        warned.locator("[name=ending]").fill(ending)
        warned.get_by_role("button", name="核对").click()
        warned.get_by_text(words).first.wait_for(state="attached")
        picture(warned, f"caller-{ending}")


def test_a_table_is_taken_part_by_part(program, visit):
    desk = visit("duty")
    desk.goto(program.address + "/warnings/import")
    rows = "\n".join(f"BY-{n},CALLED_SHORT,{13800200000 + n},{STATION}" for n in range(1, 1201))
    desk.locator("[name=table]").fill("来源编号,特征,电话,所在地单位代码\n" + rows)
    desk.get_by_role("button", name="看一遍").last.click()
    desk.get_by_text("1200 行，可收 1200 行").wait_for(state="attached")
    picture(desk, "import-looked")
    desk.locator("button[value=take]").click()
    # The script goes on by itself until nothing is left.
    desk.get_by_text("共 1200 行，已收 1200 行").wait_for(state="attached", timeout=60_000)
    picture(desk, "import-taken")


@pytest.mark.parametrize("scheme,phone", [("light", "13800136106"), ("dark", "13800136107")])
def test_operator_suspends_a_line(program, visit, scheme, phone):
    """An old man does not put the telephone down: the officer at his door asks the operator to cut the call."""
    desk = visit("duty", color_scheme=scheme)
    desk.goto(program.address + "/warnings/new")
    desk.locator("[name=source]").select_option("other")
    desk.locator("[name=name]").fill("孔某")
    desk.locator("[name=phone]").fill(phone)
    desk.locator("[name=place]").fill(STATION)
    desk.locator("[name=sign-TALKING_NOW]").check()
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(re.compile("/warnings/wrn-"))
    picture(desk, f"line-may-be-asked-{scheme}")
    warning = re.search(r"wrn-[0-9a-f]+", desk.url).group(0)
    operator = visit("line", color_scheme=scheme)
    operator.goto(program.address + "/bank/lines")
    officer = visit("station", color_scheme=scheme)
    officer.set_viewport_size({"width": 390, "height": 844})
    officer.goto(program.address + f"/task/{warning}")
    officer.get_by_role("button", name="请运营商停话 30 分钟").scroll_into_view_if_needed()
    picture(officer, f"line-phone-{scheme}")
    officer.get_by_role("button", name="请运营商停话 30 分钟").click()
    officer.wait_for_url(re.compile("done=saved"))
    assert officer.evaluate("document.documentElement.scrollWidth") <= 391
    # The operator has it without loading the page again, with the whole number.
    row = operator.locator("#lines li").first
    row.get_by_text(f"{phone[:3]} {phone[3:7]} {phone[7:]}").wait_for(state="attached", timeout=10_000)
    picture(operator, f"line-asked-{scheme}")
    row.get_by_role("button", name="已停话").click()
    operator.wait_for_url(re.compile("done=saved"))
    # He and the desk read the answer without loading their pages again.
    officer.get_by_text("已停话，至").first.wait_for(state="attached", timeout=10_000)
    desk.locator("#line").get_by_text("已停话，至").first.wait_for(state="attached", timeout=10_000)
    picture(officer, f"line-off-{scheme}")
    officer.get_by_role("button", name="恢复通话").click()
    officer.wait_for_url(re.compile("done=saved"))
    row = operator.locator("#lines li").first
    row.get_by_text("请立即恢复通话").wait_for(state="attached", timeout=10_000)
    picture(operator, f"line-restore-{scheme}")
    row.get_by_role("button", name="已恢复通话").click()
    operator.wait_for_url(re.compile("done=saved"))
    operator.get_by_text("没有要办的停话请求").wait_for(state="attached")
    desk.locator("#history").get_by_text("运营商已恢复通话").first.wait_for(state="attached", timeout=10_000)
    picture(desk, f"line-history-{scheme}")
