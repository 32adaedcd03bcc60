"""A holder with nothing but his notice and his card: looks, complains, reads and prints the answer, on a telephone."""
import re

from conftest import PICTURES, printed
from test_freeze import alarm, check, give_out, open_account, picture

PHONE = {"width": 390, "height": 844}


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def prove(page, number, code, account):
    page.locator("[name='number']").fill(number)
    page.locator("[name='code']").fill(code)
    page.locator("[name='account']").fill(account)
    page.locator("main form button").first.click()


def test_holder_complains_and_is_answered(program, visit):
    officer = visit("duty")
    card = alarm(program, officer, "赖大山", "87")
    open_account(officer, "赖大山")
    number, code, _ = give_out(officer, "告知书", "stop-notice")

    page = visit(None)
    page.set_viewport_size(PHONE)
    page.goto(program.address + "/public")
    fits(page)
    picture(page, "holder-entry-phone")
    prove(page, number, code, "00000000")
    page.wait_for_selector("[role=alert]")
    wrong = page.locator("[role=alert]").inner_text()
    picture(page, "holder-wrong-phone")
    prove(page, "ZZZZ-ZZZZ", code, card[-8:])
    page.wait_for_selector("[role=alert]")
    assert page.locator("[role=alert]").inner_text() == wrong
    prove(page, number.lower().replace("-", " "), code.lower(), card[-8:])
    page.wait_for_url(re.compile("/public/measure$"))
    text = page.locator("main").inner_text()
    assert "您的账户被紧急止付" in text and "30日内书面答复" in text and "何女士" not in text
    fits(page)
    picture(page, "holder-measure-phone")
    page.locator("a", has_text="English").click()
    page.wait_for_selector("text=What you can do")
    picture(page, "holder-measure-phone-en")
    page.locator("a", has_text="中文").click()
    page.wait_for_selector("text=您可以怎么做")
    page.locator("[name='text']").fill("这是我卖货收到的货款，有发货单。")
    page.locator("[name='contact']").fill("13900000000")
    page.locator("button", has_text="提交申诉").click()
    page.wait_for_url(re.compile("done=complaint"))
    assert "待答复" in page.locator("main").inner_text()
    picture(page, "holder-complaint-phone")

    head = visit("head")
    head.goto(program.address + "/complaints")
    assert "网上提交" in head.locator("main").inner_text()
    picture(head, "complaints-and-figures")
    head.locator("main a", has_text="赖大山").first.click()
    head.wait_for_url(re.compile("/complaints/cmp-"))
    head.locator("[name='answer']").fill("发货单与款项不符，款项系何女士被骗资金。")
    head.locator("button[value='reject']").click()
    head.wait_for_url(re.compile("/complaints"))

    page.goto(program.address + "/public/measure")
    assert "申诉不成立" in page.locator("main").inner_text()
    fits(page)
    picture(page, "holder-answered-phone")
    page.locator("a", has_text="答复书").click()
    page.wait_for_selector("article.paper")
    fits(page)
    answer_number, answer_code = [text.strip() for text in page.locator(".verify b").all_inner_texts()]
    sheets = printed(page, PICTURES / "complaint-answer.pdf")
    assert "申诉答复书" in sheets[0] and f"第1页/共{len(sheets)}页" in sheets[0] and answer_code in sheets[-1]
    picture(page, "complaint-answer-phone")
    check(visit, answer_number, answer_code, "申诉答复书")
    page.goto(program.address + "/public/measure")
    page.locator("button", has_text="离开").click()
    page.wait_for_url(re.compile("/public$"))
    page.goto(program.address + "/public/measure")
    assert page.url.endswith("/public")


def test_holder_is_not_told_yet(program, visit):
    officer = visit("duty")
    alarm(program, officer, "钱小河", "89")
    open_account(officer, "钱小河")
    leader = visit("leader")
    leader.goto(officer.url)
    leader.locator("a", has_text="告知书").first.click()
    leader.locator("a", has_text="延期告知").click()
    leader.wait_for_url(re.compile("/deferrals/stp-"))
    day = leader.locator("[name='day']").get_attribute("placeholder")
    leader.locator("[name='day']").fill(day)
    leader.locator("[name='reason']").fill("告知会使同伙转移资金")
    picture(leader, "deferral-sheet")
    leader.keyboard.press("Control+Enter")
    leader.wait_for_url(re.compile("/deferrals$"))
    assert "告知会使同伙转移资金" in leader.locator("main").inner_text()
    picture(leader, "deferrals")
    officer.locator("a", has_text="告知书").first.click()
    officer.wait_for_selector("text=延期告知至")
    assert officer.locator("button", has_text="出具").count() == 0


def test_page_without_script_by_keyboard(program, visit):
    page = visit(None, java_script_enabled=False)
    page.goto(program.address + "/public")
    for name, text in (("number", "ZZZZ-ZZZZ"), ("code", "ABCD-EFGH-JKMN"), ("account", "12345678")):
        page.locator(f"[name='{name}']").focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert "对不上" in page.locator("[role=alert]").inner_text()
