"""A statement is pasted, and the report is filed with its orders out, by the keyboard alone."""
import re
import time

from conftest import DONGLAN, HUALING, PICTURES

STORY = (
    "我叫任晓梅，身份证号{id}，电话13988776612。今天接到自称省公安厅民警的电话，说我名下的银行卡涉嫌洗钱，要我把钱转到安全账户接受资金核查，"
    "还不许告诉家里人，让我开着屏幕共享。我用自己的卡{payer}在{first}转了86000元到{one}，户名：蔡志强；"
    "{second}又转了大概三万到{two}，户名：冯国栋。")


class Keys:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)


def told(moment):
    return f"{int(moment[11:13])}点{int(moment[14:16])}分"


def identity(digits="53040219850612002"):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def test_a_pasted_statement_becomes_a_filed_report_with_its_orders_out(program, visit):
    payer = program.account(HUALING, "6200910000050075", "任晓梅", 300000)
    one = program.account(HUALING, "6200910000050083", "蔡志强")
    two = program.account(DONGLAN, "6200920000050090", "冯国栋")
    first, second = program.pay(payer, one, 86000), program.pay(payer, two, 29800)
    story = STORY.format(
        id=identity(), payer=payer["number"], one=one["number"], two=two["number"], first=told(first),
        second=told(second))
    page = visit("duty")
    page.goto(program.address + "/intake")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", story)
    started, keys = time.monotonic(), Keys(page)
    keys.press("Alt+m")
    keys.press("Control+v")
    page.locator("#reading").wait_for()
    assert page.locator("[name='victims.0.name']").input_value() == "任晓梅"
    assert page.locator("[name='transfers.0.payeeNumber']").input_value() == one["number"]
    assert page.locator("[name=fraudType]").input_value() == "GJF"
    # The sum that was told roughly has the focus, and its place in the text is lit.
    assert page.locator("mark.cur").count() == 1
    page.screenshot(path=PICTURES / "reading.png", full_page=True)
    while True:
        waiting = page.locator("[name=confirmed]:not(:checked)").count()
        if not waiting:
            break
        keys.press("F2")
        assert page.locator("[name=confirmed]:not(:checked)").count() < waiting
    page.locator("#go", has_text=re.compile("发出止付 2 项|提交止付 2 项")).wait_for()
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/incidents/inc-"))
    page.get_by_text("等应答").or_(page.get_by_text("已执行")).or_(page.get_by_text("待复核")).first.wait_for(timeout=15000)
    spent = time.monotonic() - started
    print(f"paste to filed with orders: {keys.count} keystrokes, {spent:.1f} s")
    assert keys.count <= 10 and spent < 20


def test_a_mark_leads_to_its_field_and_a_field_to_its_mark(program, visit):
    page = visit("duty")
    page.goto(program.address + "/intake")
    page.locator("[name=narrative]").fill("我叫任晓梅，我用6200910000050075转了9000元到6200910000050083，户名：蔡志强")
    page.keyboard.press("Alt+r")
    page.locator("#reading").wait_for()
    page.locator("mark a", has_text="9000").click()
    assert page.evaluate("document.activeElement.name") == "transfers.0.amount"
    assert "9000" in page.locator("mark.cur").inner_text()
    page.keyboard.press("F4")
    page.locator("#draft", has_text="草稿已存").wait_for(timeout=8000)


def test_without_script_a_button_reads_and_a_tick_confirms(program, visit):
    page = visit("duty", java_script_enabled=False)
    page.goto(program.address + "/intake")
    page.locator("[name=narrative]").fill("我叫任晓梅，转了大概三万元到6200910000050083，户名：蔡志强")
    page.get_by_role("button", name="识别并填表").click()
    assert page.locator("[name='transfers.0.amount']").input_value() == "30,000.00"
    page.locator("#go").click()
    assert "还没有人核对" in page.locator(".errors").inner_text()
    for tick in page.locator("[name=confirmed]").all():
        tick.check()
    page.locator("#go").click()
    page.wait_for_url(re.compile(r"/incidents/inc-"))


def statements(count, first):
    """A table of reports with statements alone, and one of a unit that is not there, as an office's spreadsheet writes it."""
    rows = [
        f"{number},我叫任晓梅，电话13988776612，转了{1000 + number}元到62009100000{first + number}，户名：蔡志强。," for number in range(count)]
    return "\r\n".join(["编号,叙述,受案单位", *rows, "坏,有人来过,990000"]).encode("gb18030")


def look_over(program, page, table):
    page.goto(program.address + "/intake/import")
    page.locator("[name=file]").set_input_files({"name": "statements.csv", "mimeType": "text/csv", "buffer": table})
    page.locator("[name=read]").check()
    page.get_by_role("button", name="看一遍").last.click()
    page.get_by_text("从叙述填 5 项").first.wait_for(timeout=60000)


def test_many_statements_are_registered_part_after_part(program, visit):
    page = visit("duty")
    look_over(program, page, statements(120, 60000))
    page.screenshot(path=PICTURES / "statements-looked.png")
    assert "第 122 行" in page.locator("#corrections").inner_text()
    started = time.monotonic()
    page.get_by_role("button", name="登记 120 起").click()
    page.get_by_text("已登记 120 起，1 起没有登记").wait_for(timeout=120000)
    print(f"120 statements registered in {time.monotonic() - started:.1f} s")
    assert page.locator("progress").count() == 0


def test_without_script_many_statements_go_on_by_a_button_beside_the_bar(program, visit):
    page = visit("duty", java_script_enabled=False)
    page.set_default_timeout(120000)
    look_over(program, page, statements(101, 70000))
    page.get_by_role("button", name="登记 101 起").click()
    assert page.locator("progress").get_attribute("value") == "100"
    page.screenshot(path=PICTURES / "statements-bar.png")
    page.get_by_role("button", name="接着登记余下 2 起").click()
    page.get_by_text("已登记 101 起，1 起没有登记").wait_for()
