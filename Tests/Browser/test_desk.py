"""What people at the desk do and what they may not."""
import re

import pytest
from conftest import PICTURES


@pytest.mark.parametrize("login,path,name", [
    ("duty", "/", "board"), ("duty", "/orders", "orders"), ("duty", "/answers", "answers"), ("duty", "/undelivered", "undelivered"),
    ("leader", "/approvals", "approvals"), ("leader", "/reviews", "reviews"), ("duty", "/intake", "intake"), ("clerk", "/bank", "bank"),
    ("head", "/journal", "journal"), ("admin", "/users", "users"),
])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_one_heading_and_no_script_error(program, visit, login, path, name, scheme):
    page = visit(login, color_scheme=scheme)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    answer = page.goto(program.address + path)
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    page.wait_for_timeout(300)
    assert errors == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{scheme}.png")


def test_incident_opens_by_keyboard_alone(program, visit):
    page = visit("duty")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/incidents/inc-"))
    assert page.locator("svg.pic").count() >= 1


def test_phone_has_no_sideways_scroll(program, visit):
    page = visit("duty")
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ["/", "/intake", "/orders"]:
        page.goto(program.address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 391, f"{path} is {wide} px wide"


def test_refused_by_permission(program, visit):
    page = visit("clerk")
    for path in ["/users", "/journal", "/authorities", "/units"]:
        assert page.goto(program.address + path).status in (403, 404), path


def test_double_submit_makes_one_incident(program, visit):
    page = visit("duty")
    page.goto(program.address + "/intake")
    page.locator("[name='victims.0.name']").fill("重复提交")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/incidents/inc-"))
    page.goto(program.address + "/")
    assert page.get_by_text("重复提交").count() == 1


def test_english_by_a_switch(program, visit):
    page = visit("duty")
    context = page.context
    context.add_cookies([{"name": "language", "value": "en", "url": program.address}])
    page.goto(program.address + "/")
    assert page.locator("html").get_attribute("lang") == "en"
