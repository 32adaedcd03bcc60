"""A warning from the push to the door and the outcome: the desk, the shift leader's board, the officer's phone."""
import re
import time

import pytest
from conftest import PASSWORD, PICTURES

STATION = "530402550000"


def civil(offset_hours):
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() + (8 + offset_hours) * 3600))


def picture(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"dissuasion-{name}.png", full_page=True)


def roster(program, visit, scheme):
    """The demo's officers are on duty; a turn at the same time is refused by name."""
    page = visit("leader", color_scheme=scheme)
    page.goto(program.address + f"/roster?unit={STATION}")
    page.get_by_text("田某").first.wait_for(state="attached")
    officer = page.locator("[name=officer] option", has_text="田某").get_attribute("value")
    page.locator("[name=officer]").select_option(officer)
    page.locator("[name=post]").select_option("visit")
    page.locator("[name=start]").fill(civil(-1))
    page.locator("[name=end]").fill(civil(11))
    page.get_by_role("button", name="排班").click()
    page.get_by_text("他这段时间另有班次").first.wait_for(state="attached")
    picture(page, f"roster-{scheme}")
    return page


def enter(program, page, phone, name="王芳"):
    page.goto(program.address + "/warnings/new")
    page.locator("[name=name]").fill(name)
    page.locator("[name=phone]").fill(phone)
    page.locator("[name=place]").fill(STATION)
    page.locator("[name=whereabouts]").fill("玉带路3号，银行门口")
    page.locator("[name='sign-LIMIT_HIT_CASH']").check()
    page.locator("[name=stake]").fill("2.3万")
    page.locator("[name=source]").select_option("counter")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/warnings/wrn-"))
    return re.search(r"wrn-[0-9a-f]+", page.url).group(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_warning_to_the_door_and_back(program, visit, scheme):
    leader = roster(program, visit, scheme)
    desk = visit("duty", color_scheme=scheme)
    desk.goto(program.address + "/warnings/new")
    picture(desk, f"entry-{scheme}")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("身份证号和电话至少写一项").first.wait_for(state="attached")
    warning = enter(program, desk, "13800137001" if scheme == "light" else "13800137002")
    desk.get_by_text("田某").first.wait_for(state="attached")
    picture(desk, f"warning-{scheme}")

    leader.goto(program.address + "/tasks")
    leader.get_by_text("田某，未签收").first.wait_for(state="attached")
    picture(leader, f"board-{scheme}")

    phone = visit("station", color_scheme=scheme)
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(program.address + "/task")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 391
    picture(phone, f"phone-list-{scheme}")
    phone.goto(program.address + f"/task/{warning}")
    picture(phone, f"phone-task-{scheme}")
    phone.get_by_role("button", name="我来办").click()
    phone.wait_for_url(re.compile("done=saved"))
    phone.locator("[name=channel]").select_option("visit")
    phone.locator("[name=outcomeOfTry]").select_option("dissuaded")
    phone.locator("[name=avoided]").fill("2.3万")
    phone.locator("[name=place]").fill("玉带路3号")
    phone.locator("[name=companion]").fill("李警官")
    for box in phone.locator("fieldset.cks input[type=checkbox]").all():
        box.check()
    phone.get_by_role("button", name="记录这次劝阻").click()
    phone.wait_for_url(re.compile("done=saved"))

    officer = visit("station", color_scheme=scheme)
    officer.goto(program.address + f"/warnings/{warning}")
    officer.get_by_text("有效见面").first.wait_for(state="attached")
    officer.locator("summary", has_text="办结").click()
    officer.locator("[name=fraudType]").last.select_option("KF")
    officer.get_by_role("button", name="办结预警").click()
    officer.wait_for_url(re.compile("done=saved"))
    officer.get_by_text("关注中").first.wait_for(state="attached")
    officer.get_by_text("回访时间").first.wait_for(state="attached")
    picture(officer, f"closed-{scheme}")
    desk.goto(program.address + "/warnings")
    picture(desk, f"list-{scheme}")


def test_the_same_person_joins_and_closing_says_what_is_missing(program, visit):
    desk = visit("duty")
    first = enter(program, desk, "13800137009", "李强")
    assert enter(program, desk, "13800137009", "李强") == first
    desk.get_by_text("与此人已有的预警合并").first.wait_for(state="attached")
    desk.locator("summary", has_text="办结").click()
    desk.locator("[name=outcome]").select_option("dissuaded")
    desk.get_by_role("button", name="办结预警").click()
    desk.get_by_text("须有一次有效见面").first.wait_for(state="attached")


def test_a_line_that_breaks_sends_once(program, visit):
    desk = visit("duty")
    warning = enter(program, desk, "13800137011", "周平")
    phone = visit("station")
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(program.address + f"/task/{warning}")
    phone.locator("[name=channel]").select_option("call")
    phone.locator("[name=outcomeOfTry]").select_option("stillConvinced")
    phone.locator("[name=note]").fill("在楼道里，信号不好")
    # The telephone is laid away before anything was sent, and the draft is there again.
    phone.goto(program.address + "/task")
    phone.goto(program.address + f"/task/{warning}")
    phone.get_by_text("已恢复上次没有发出的内容").wait_for()
    assert phone.locator("[name=note]").input_value() == "在楼道里，信号不好"
    # The first try reaches the server and its answer is lost; the second finds no line; the third gets through.
    tries = []

    def cut(route):
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.fetch()
            route.abort()
        elif len(tries) == 2:
            route.abort()
        else:
            route.continue_()

    phone.route("**/task/*", lambda route: cut(route) if route.request.method == "POST" else route.continue_())
    phone.get_by_role("button", name="记录这次劝阻").click()
    phone.get_by_text("没有网络").wait_for()
    picture(phone, "phone-no-line")
    phone.wait_for_url(re.compile("done=saved"), timeout=20_000)
    assert len(tries) == 3 and len(set(tries)) == 1
    desk.goto(program.address + f"/warnings/{warning}")
    assert desk.get_by_text("在楼道里，信号不好").count() == 1
    phone.goto(program.address + f"/task/{warning}")
    assert phone.locator("[name=note]").input_value() == ""


PHONE = {"width": 390, "height": 844}
NORTH, SOUTH = "530402000000", "530403000000"
TOKENS = {}
DESKS = {}


def on_the_phone(page, name):
    """The same page on a telephone, where nothing lies beside the screen."""
    page.set_viewport_size(PHONE)
    picture(page, f"{name}-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 391, name
    page.set_viewport_size({"width": 1440, "height": 1000})


def pushing_program(program, visit):
    """The administrator lets a program of the province hand in warnings; gives its token, which is shown once."""
    if program not in TOKENS:
        admin = visit("admin")
        admin.goto(program.address + "/clients")
        admin.locator("[name=name]").fill("省厅预警推送")
        admin.locator("[name=place]").select_option("530400000000")
        admin.locator("[name=days]").fill("30")
        admin.locator("[name=role][value=dutyOfficer]").check()
        admin.get_by_role("button", name="添加接口程序").click()
        TOKENS[program] = admin.locator("section[role=status] code").inner_text()
    return TOKENS[program]


def visit_him(phone, outcome):
    """One visit on the phone, with all that makes it one that counts."""
    phone.locator("[name=channel]").select_option("visit")
    phone.locator("[name=outcomeOfTry]").select_option(outcome)
    phone.locator("[name=avoided]").fill("5万")
    phone.locator("[name=place]").fill("玉带路7号")
    phone.locator("[name=companion]").fill("李警官")
    for box in phone.locator("fieldset.cks input[type=checkbox]").all():
        box.check()
    phone.get_by_role("button", name="记录这次劝阻").click()
    phone.wait_for_url(re.compile("done=saved"))


@pytest.mark.parametrize("scheme,number", [("light", "21"), ("dark", "22")])
def test_pushed_warning_to_the_follow_up(program, visit, scheme, number):
    token = pushing_program(program, visit)
    desk = visit("duty", color_scheme=scheme)
    desk.goto(program.address + "/warnings")
    warning = program.push(
        token, f"P-{number}", signs=["LIMIT_HIT_CASH", "TALKING_NOW"], name=f"贾某{number}", phone=f"138001370{number}",
        place=STATION, home="玉带路7号", stake="5万", fraudType="KF")
    # At the top of the list without loading it again, and opened by the keyboard.
    desk.locator("#warnings tr[data-row]").first.get_by_text(f"贾某{number}").wait_for(timeout=10_000)
    picture(desk, f"pushed-{scheme}")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(warning))
    on_the_phone(desk, f"pushed-warning-{scheme}")

    phone = visit("station", color_scheme=scheme)
    phone.set_viewport_size(PHONE)
    phone.goto(program.address + "/task")
    phone.locator("a[data-row]", has_text=f"贾某{number}").click()
    phone.wait_for_url(re.compile(f"/task/{warning}"))
    phone.get_by_role("button", name="我来办").click()
    phone.wait_for_url(re.compile("done=saved"))
    visit_him(phone, "dissuaded")
    officer = visit("station", color_scheme=scheme)
    officer.goto(program.address + f"/warnings/{warning}")
    officer.locator("summary", has_text="办结").click()
    officer.get_by_role("button", name="办结预警").click()
    officer.wait_for_url(re.compile("done=saved"))
    officer.get_by_text("回访时间").first.wait_for(state="attached")

    desk.goto(program.address + "/messages")
    sent = desk.locator("#singles tr[data-row]", has_text=f"贾某{number}").first
    assert "138 **** 70" in sent.inner_text() and "闪信" in sent.inner_text()
    picture(desk, f"messages-{scheme}")
    on_the_phone(desk, f"messages-{scheme}")
    sent.locator("a.t").click()
    desk.wait_for_url(re.compile(warning))

    program.begin_follow_up(warning)
    line = phone.locator("a[data-row]", has_text=f"贾某{number}")
    for _ in range(30):
        phone.goto(program.address + "/task")
        if line.count():
            break
        phone.wait_for_timeout(1000)
    picture(phone, f"follow-up-listed-{scheme}")
    line.click()
    phone.wait_for_url(re.compile(f"/task/{warning}"))
    picture(phone, f"follow-up-{scheme}")
    officer.goto(program.address + f"/warnings/{warning}")
    officer.get_by_role("heading", name="回访", exact=True).wait_for()
    picture(officer, f"follow-up-desk-{scheme}")
    visit_him(phone, "aware")
    officer.goto(program.address + f"/warnings/{warning}")
    officer.get_by_text("任务完成").first.wait_for(state="attached")
    assert officer.get_by_role("heading", name="回访", exact=True).count() == 0
    picture(officer, f"follow-up-done-{scheme}")


def district_desk(program, visit, place, name, login, scheme):
    """A district's desk with one officer, both made by the administrator; gives the officer's page."""
    if (program, place) not in DESKS:
        admin = visit("admin")
        admin.goto(program.address + "/units")
        if place == SOUTH:
            admin.locator("[name=code]").fill(place)
            admin.locator("[name=name]").fill("城南分局反诈中心")
            admin.locator("[name=kind]").select_option("centre")
            admin.get_by_role("button", name="添加单位").click()
            admin.get_by_text("城南分局反诈中心").first.wait_for()
        admin.goto(program.address + "/users/new")
        for field, value in [("name", name), ("number", f"0620{len(DESKS):02}"), ("login", login)]:
            admin.locator(f"[name={field}]").fill(value)
        admin.locator("[name=place]").select_option(place)
        admin.locator("[name=role][value=dutyOfficer]").check()
        admin.keyboard.press("Control+Enter")
        DESKS[program, place] = admin.locator("section[role=status] code").inner_text()
        first = True
    else:
        first = False
    page = visit(None, color_scheme=scheme)

    def sign_in(password):
        page.goto(program.address + "/sign-in")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)

    if first:
        sign_in(DESKS[program, place])
        page.locator("[name=present]").fill(DESKS[program, place])
        page.locator("[name=new]").fill(PASSWORD)
        page.locator("[name=again]").fill(PASSWORD)
        page.get_by_role("button", name="改口令").click()
        page.wait_for_url(re.compile("/sign-in"))
    sign_in(PASSWORD)
    return page


def ask_to_take_over(page, reason):
    form = page.locator("form[action$='/handover']")
    form.locator("[name=unit]").select_option(SOUTH)
    form.locator("[name=reason]").fill(reason)
    form.locator("button").click()
    page.wait_for_url(re.compile("done=saved"))
    page.get_by_text("已请 城南分局反诈中心 接手，等答复").wait_for()


def test_list_grows_above_the_cursor(program, visit):
    token = pushing_program(program, visit)
    for number in range(3):
        program.push(token, f"G-{number}", signs=["APP_REGISTERED"], name=f"增某{number}", phone=f"1380013750{number}", place=NORTH)
    desk = visit("duty")
    desk.goto(program.address + "/warnings")
    for _ in range(2):
        desk.keyboard.press("j")
    chosen = desk.locator("tr.sel").get_attribute("id")
    program.push(token, "G-3", signs=["SCREEN_SHARED"], name="增某3", phone="13800137503", place=NORTH)
    desk.locator("#warnings").get_by_text("增某3").wait_for(timeout=10_000)
    assert desk.locator("tr.sel").get_attribute("id") == chosen
    assert desk.evaluate("document.activeElement.closest('tr').id") == chosen, "the focus stays on its row"
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(f"/warnings/{chosen}"))


@pytest.mark.parametrize("scheme,number", [("light", "31"), ("dark", "32")])
def test_hand_over_between_two_districts(program, visit, scheme, number):
    north = district_desk(program, visit, NORTH, "祁某", "north", scheme)
    south = district_desk(program, visit, SOUTH, "南某", "south", scheme)
    token = pushing_program(program, visit)
    warning = program.push(
        token, f"H-{number}", signs=["APP_REGISTERED"], name=f"滕某{number}", phone=f"138001370{number}", place=NORTH)
    here = program.address + f"/warnings/{warning}"
    assert south.goto(here).status == 404, "what another district has is not there"
    south.goto(program.address + "/warnings")
    panel = south.locator("section[aria-labelledby=h-handovers]")
    north.goto(here)
    ask_to_take_over(north, "电话里说人在城南")
    picture(north, f"handover-asked-{scheme}")
    panel.get_by_text(f"滕某{number}").wait_for(timeout=10_000)  # Without loading the page again.
    panel.locator("button[value=refuse]").click()
    south.locator("[role=alert]").wait_for()
    picture(south, f"handover-wordless-{scheme}")
    picture(south, f"handover-waiting-{scheme}")
    on_the_phone(south, f"handover-waiting-{scheme}")
    panel.locator("[name=answer]").fill("人已回城北，不在我区")
    panel.locator("button[value=refuse]").click()
    south.wait_for_url(re.compile("done=saved"))
    assert panel.count() == 0

    north.goto(here)
    north.locator("aside").get_by_text("城南分局反诈中心 不接：人已回城北，不在我区").wait_for()
    picture(north, f"handover-refused-{scheme}")
    ask_to_take_over(north, "派出所核实，人确在城南宾馆")
    south.goto(program.address + "/warnings")
    panel.locator("button[value=accept]").focus()
    south.keyboard.press("Enter")
    south.wait_for_url(re.compile("done=saved"))
    south.locator("#warnings").get_by_text(f"滕某{number}").wait_for()
    south.goto(program.address + "/tasks")
    south.locator("main").get_by_text(f"滕某{number}").wait_for()
    picture(south, f"handover-taken-{scheme}")
    south.goto(here)
    south.get_by_text("移交完成").first.wait_for(state="attached")
    assert north.goto(here).status == 404
    north.goto(program.address + "/tasks")
    assert north.locator("main").get_by_text(f"滕某{number}").count() == 0


def test_busy_hour_on_the_leaders_board(program, visit):
    token = pushing_program(program, visit)
    signs = [["SCREEN_SHARED"], ["APP_REGISTERED"], ["LIMIT_HIT_CASH"], ["SITE_VISITED"], ["TRANSFER_TO_INVOLVED"]]
    for number in range(60):
        program.push(
            token, f"B-{number}", signs=signs[number % 5], name=f"忙某{number}", phone=f"13800139{number:03}",
            place=STATION if number % 3 else NORTH)
    for scheme in ["light", "dark"]:
        leader = visit("leader", color_scheme=scheme)
        started = time.monotonic()
        leader.goto(program.address + "/tasks")
        assert time.monotonic() - started < 3
        assert leader.locator("tr[data-row]").count() == 50
        picture(leader, f"busy-{scheme}")
        on_the_phone(leader, f"busy-{scheme}")
        leader.locator("nav.pager a").last.click()
        leader.wait_for_url(re.compile("after="))
        assert leader.locator("tr[data-row]").count() > 5
        leader.goto(program.address + "/tasks")
        for _ in range(3):
            leader.keyboard.press("j")
        leader.keyboard.press("Enter")
        leader.wait_for_url(re.compile("/warnings/wrn-"))
        leader.goto(program.address + "/warnings")
        on_the_phone(leader, f"busy-list-{scheme}")
