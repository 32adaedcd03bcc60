"""A victim in need asks for aid: entered at the incident, completed, decided by somebody else, paid, and printed."""
import re

import pytest
from conftest import PICTURES, printed
from test_freeze import alarm

PHONE = {"width": 390, "height": 844}


def picture(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"aid-{name}.png", full_page=True)


def on_the_phone(page, name):
    """The same page on a telephone, where nothing lies beside the screen."""
    page.set_viewport_size(PHONE)
    picture(page, f"{name}-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 391, name
    page.set_viewport_size({"width": 1440, "height": 1000})


def enter(page, incident, scheme):
    """By the keyboard alone, with one paper missing; gives the address of the application."""
    page.goto(incident)
    page.locator("#aid a", has_text="登记救助申请").click()
    page.wait_for_url(re.compile("/incidents/inc-.*/aid$"))
    picture(page, f"sheet-{scheme}")
    on_the_phone(page, f"sheet-{scheme}")
    page.locator("[name=hardship]").focus()
    page.keyboard.type("积蓄全部被骗，老伴住院，下月房租无着。")
    for paper in ["identity", "paymentProof"]:
        page.locator(f"[name=paper-{paper}]").focus()
        page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/aid/aid-\w+\?"))
    return page.url.split("?")[0]


@pytest.mark.parametrize("scheme,end,mule", [("light", "71", "吕小山"), ("dark", "72", "吕小海")])
def test_aid_from_application_to_payment(program, visit, scheme, end, mule):
    page = visit("duty", color_scheme=scheme)
    alarm(program, page, mule, end)
    incident = page.url.split("?")[0].split("#")[0]
    address = enter(page, incident, scheme)
    picture(page, f"of-officer-{scheme}")
    on_the_phone(page, f"of-officer-{scheme}")
    assert page.locator("button[value=grant]").count() == 0, "who entered it does not decide"

    head = visit("head", color_scheme=scheme)
    task = head.locator("#todo a", has_text="救助申请待决定")
    task.wait_for()
    picture(head, f"board-{scheme}")
    task.click()
    head.wait_for_url(re.compile("/aid"))
    head.goto(address)
    head.locator("[name=amount]").fill("5000")
    head.locator("[name=payer]").fill("云江市民政局")
    head.locator("[name=reason]").fill("经入户核实，生活确有困难。")
    head.locator("button[value=grant]").click()
    head.get_by_text("材料不齐，还缺：生活困难证明").wait_for()
    assert head.locator("[name=payer]").input_value() == "云江市民政局"
    picture(head, f"lacking-{scheme}")
    on_the_phone(head, f"lacking-{scheme}")

    page.locator("[name=paper-hardshipProof]").check()
    page.locator("button[value=papers]").click()
    page.wait_for_url(re.compile("done=saved"))
    head.locator("button[value=grant]").click()
    head.wait_for_url(re.compile("done=saved"))
    text = head.locator("main").inner_text()
    assert "已同意" in text and "5,000.00" in text and "云江市民政局" in text
    picture(head, f"granted-{scheme}")

    page.goto(address)
    picture(page, f"to-be-paid-{scheme}")
    on_the_phone(page, f"to-be-paid-{scheme}")
    page.locator("[name=day]").fill("2031-01-01")
    page.locator("button[value=paid]").click()
    page.get_by_text("发放日期应在决定之后").wait_for()
    page.goto(address)
    page.locator("button[value=paid]").click()
    page.wait_for_url(re.compile("done=saved"))
    assert "发放日期" in page.locator("main").inner_text() and page.locator("[name=day]").count() == 0
    picture(page, f"paid-{scheme}")
    page.goto(incident)
    page.locator("#aid").get_by_text("已发放").wait_for()
    picture(page, f"incident-{scheme}")
    on_the_phone(page, f"incident-{scheme}")
    page.goto(program.address + "/aid")
    picture(page, f"list-{scheme}")
    on_the_phone(page, f"list-{scheme}")


def test_the_decision_on_paper(program, visit):
    page, head = visit("duty"), visit("head")
    alarm(program, page, "吕小川", "73")
    incident = page.url.split("?")[0].split("#")[0]
    address = enter(page, incident, "refused")
    head.goto(address)
    head.locator("[name=reason]").fill("家庭月收入高于救助标准。")
    head.locator("button[value=refuse]").click()
    head.wait_for_url(re.compile("done=saved"))
    assert "不予救助" in head.locator("main").inner_text()
    picture(head, "refused")
    head.locator("main a", has_text="决定").first.click()
    head.wait_for_url(re.compile("/documents/"))
    picture(head, "decision")
    text = "".join(printed(head, PICTURES / "aid-decision.pdf"))
    assert "不予救助" in text and "高于救助标准" in text and "核验码" in text
