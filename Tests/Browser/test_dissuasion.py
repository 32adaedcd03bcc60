"""A warning from the push to the door and the outcome: the desk, the shift leader's board, the officer's phone."""
import re
import time

import pytest
from conftest import PICTURES

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
