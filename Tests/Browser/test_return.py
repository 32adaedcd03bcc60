"""Frozen money goes back: the return is opened, the victim's papers entered, the share computed, the city organ decides, the bank pays."""
import re

from test_freeze import alarm, open_account, picture
from test_recovery import wait_for_tier


def freeze(page, head, program, incident):
    account = page.url
    page.goto(incident + "/filing")
    page.locator("[name='number']").fill("云公（刑）立字〔2026〕88号")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(incident)
    page.goto(account)
    page.keyboard.press("f")
    page.wait_for_url(re.compile("/freeze$"))
    page.locator("[name='scope']").select_option("whole")
    page.locator("[name='reason']").fill("保全被骗资金")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(incident)
    approve(head, program, "冻结")
    page.goto(account)
    wait_for_tier(page, ["已冻结"])


def approve(head, program, words):
    head.goto(program.address + "/approvals")
    head.locator("main a", has_text=words).first.click()
    head.wait_for_url(re.compile("/approvals/apv-"))
    picture(head, f"approval-{words}")
    head.keyboard.press("y")
    head.wait_for_url(re.compile(r"/approvals(\?|$)"))


def test_from_freeze_to_payment(program, visit):
    page, head = visit("duty"), visit("head")
    alarm(program, page, "钟小海", "88")
    incident = page.url.split("?")[0].split("#")[0]
    open_account(page, "钟小海")
    freeze(page, head, program, incident)
    page.locator("a", has_text="启动返还").first.click()
    page.wait_for_url(re.compile("/return$"))
    picture(page, "return-sheet")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(incident)
    page.goto(program.address + "/returns")
    picture(page, "returns")
    page.locator("main a", has_text="钟小海").first.click()
    page.wait_for_url(re.compile("/returns/ret-"))
    address = page.url.split("?")[0]

    page.locator("a", has_text="登记材料").first.click()
    page.wait_for_url(re.compile("/victims/vic-"))
    assert page.locator("[name='name']").input_value() == "何女士"
    page.locator("[name='name']").fill("别人")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[role=alert]")
    assert "户名必须是受害人本人" in page.locator("[role=alert]").inner_text()
    page.locator("[name='name']").fill("何女士")
    for paper in ("application", "identity", "statement", "paymentProof"):
        page.locator(f"[name='paper-{paper}']").check()
    picture(page, "return-papers")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/returns/ret-\w+\?"))

    for _ in range(20):  # Until the bank's statement has come.
        page.goto(address)
        page.locator("button", has_text="计算份额").click()
        page.wait_for_load_state()
        if page.locator("button", has_text="呈请市级公安机关决定").count():
            break
        page.wait_for_timeout(1000)
    text = page.locator("main").inner_text()
    assert "80,000.00" in text and "材料齐全" in text
    picture(page, "return-computed")
    page.locator("button", has_text="呈请市级公安机关决定").click()
    page.wait_for_selector("text=待市级决定")
    approve(head, program, "返还")
    page.goto(address)
    for _ in range(20):
        if "返还完毕" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.goto(address)
    text = page.locator("main").inner_text()
    assert "返还完毕" in text and "已返还" in text and "刑返字" in text
    picture(page, "return-paid")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "return-phone")
