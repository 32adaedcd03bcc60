"""A stop becomes a freeze: the case is filed, the freeze asked for and approved, its notice printed, its end in the calendar."""
import re

from conftest import HUALING, PICTURES, YUNJIANG, printed
from test_recovery import fill_transfer, submit, wait_for_tier


def picture(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def alarm(program, page, name="马小山", ends="77"):
    """80,000 yuan to `name`, whose account and the victim's end in these digits and 01 or 02."""
    victim = program.account(YUNJIANG, f"620096000000{ends}01", "何女士", 90_000)
    mule = program.account(HUALING, f"620091000000{ends}02", name)
    at = program.pay(victim, mule, 80_000)
    page.wait_for_timeout(4000)  # Until the clearing has booked it.
    page.goto(program.address + "/intake")
    page.locator("[name='narrative']").fill("冒充客服，何女士转账8万元。")
    page.locator("[name='victims.0.name']").fill("何女士")
    if page.locator("[name='transfers.0.amount']").count() == 0:
        page.keyboard.press("Alt+t")
    fill_transfer(page, 0, "8万", at, mule["number"], name, "华岭银行", victim["number"], "云江农商")
    submit(page)
    wait_for_tier(page, [name, "已执行"])
    return mule["number"]


def open_account(page, name="马小山"):
    page.locator("a", has_text=name).first.click()
    page.wait_for_url(re.compile("/why/acc-"))


def give_out(page, name, picture_name):
    """Previews a paper, gives it out, prints it, and returns its number, its code and its title."""
    page.locator("a", has_text=name).first.click()
    page.wait_for_selector("text=预览，尚未出具")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/documents/doc-"))
    number, code = [text.strip() for text in page.locator(".verify b").all_inner_texts()]
    title = page.locator("article h1").inner_text()
    picture(page, picture_name)
    sheets = printed(page, PICTURES / f"{picture_name}.pdf")
    for place, sheet in enumerate(sheets, 1):
        assert f"第{place}页/共{len(sheets)}页" in sheet
        assert f"文书编号{number}" in sheet and f"核验码{code}" in sheet
    # A decision on a return has its organ's running number instead.
    assert title in sheets[0] and (number.replace("-", "") in sheets[0] or "刑返字" in sheets[0])
    assert "查看均有记录" not in "".join(sheets), "the console's frame is not printed"
    return number, code, title


def check(visit, number, code, title):
    """Anyone checks a paper; with one letter changed it is none."""
    page = visit(None)
    for typed, words in ((code, "真实"), (code[:-1] + ("A" if code[-1] != "A" else "B"), "没有这份文书")):
        page.goto(page.url.split("/public")[0].rstrip("/") + "/public/verification")
        page.locator("[name='number']").fill(number.lower())
        page.locator("[name='code']").fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_selector(".result")
        answer = page.locator("main").inner_text()
        assert words in answer and (title in answer) == (words == "真实")
        picture(page, f"verification-{title}-{words}")


def test_from_stop_to_freeze(program, visit):
    page = visit("duty")
    alarm(program, page)
    incident = page.url.split("?")[0].split("#")[0]
    open_account(page)
    account = page.url
    page.keyboard.press("f")  # Not before the case is filed.
    page.wait_for_url(re.compile("/freeze$"))
    assert "未立案不能冻结" in page.locator("main").inner_text()
    page.goto(incident)
    page.keyboard.press("l")
    page.wait_for_url(re.compile("/filing$"))
    page.locator("[name='day']").fill("2020-01-01")
    page.locator("[name='number']").fill("云公（刑）立字〔2026〕77号")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=alert]")
    assert "立案日期应在" in page.locator("[role=alert]").inner_text()
    page.goto(incident + "/filing")
    page.locator("[name='number']").fill("云公（刑）立字〔2026〕77号")
    picture(page, "filing")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(incident)
    wait_for_tier(page, ["云公（刑）立字〔2026〕77号"])
    page.goto(account)
    page.keyboard.press("f")
    page.wait_for_url(re.compile("/freeze$"))
    page.locator("[name='reason']").fill("保全被骗资金")
    picture(page, "freeze-sheet")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(incident)

    head = visit("head")
    head.goto(program.address + "/approvals")
    head.locator("main a", has_text="冻结").first.click()
    head.wait_for_url(re.compile("/approvals/apv-"))
    picture(head, "freeze-approval")
    head.keyboard.press("y")
    head.wait_for_url(re.compile("/approvals"))

    page.goto(account)
    text = wait_for_tier(page, ["已冻结"])
    assert "申请续冻" in text
    picture(page, "frozen-account")
    notice = give_out(page, "告知书", "freeze-notice")
    text = page.locator("article").inner_text()
    assert "80,000.00" in text and "6个月" in text and "申诉" in text
    page.goto(account)
    order = give_out(page, "协助冻结财产通知书", "freeze-order")
    text = page.locator("article").inner_text()
    assert "6200910000007702" in text and "马小山" in text and "云公（刑）立字〔2026〕77号" in text
    for number, code, title in (notice, order):
        check(visit, number, code, title)
    page.goto(program.address + "/freezes?days=365")
    assert "80,000.00" in page.locator("main").inner_text()
    picture(page, "freeze-calendar")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "freeze-calendar-phone")
