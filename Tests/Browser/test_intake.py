"""Taking reports: what is typed is kept, and tables are looked over before they are registered."""
import re

TABLE = (
    "编号,来源,受害人,金额,时间,收款账号,收款户名\r\n甲,96110,表中人,1.2万,08:05,6200010000007754,蔡某\r\n"
    "乙,110,另一人,一些,08:00,6200020000000018,张三\r\n")


def test_what_was_typed_survives_the_browser(program, visit):
    first = visit("duty")
    first.goto(program.address + "/intake")
    first.locator("[name='victims.0.name']").fill("草稿中人")
    first.keyboard.press("Alt+t")
    first.locator("[name='transfers.1.amount']").fill("3万")
    first.locator("#draft", has_text="草稿已存").wait_for(timeout=8000)
    first.context.close()

    second = visit("duty")
    second.goto(program.address + "/intake")
    assert "草稿中人，1 笔转账" in second.locator("#waiting").inner_text()
    assert second.locator("[name='victims.0.name']").input_value() == ""
    second.keyboard.press("Alt+c")
    second.wait_for_url(re.compile("draft=continue"))
    assert second.locator("[name='victims.0.name']").input_value() == "草稿中人"
    assert second.locator("[name='transfers.1.amount']").input_value() == "3万"
    second.keyboard.press("Control+Enter")
    second.wait_for_url(re.compile(r"/incidents/inc-"))
    second.goto(program.address + "/intake")
    assert second.locator("#waiting").count() == 0


def test_a_draft_is_told_when_it_is_not_saved_and_can_be_discarded(program, visit):
    page = visit("duty")
    page.goto(program.address + "/intake")
    page.locator("[name=narrative]").fill("话" * 50_000)
    page.locator("#draft", has_text="草稿最多 128 KB").wait_for(timeout=8000)
    page.locator("[name=narrative]").fill("短")
    page.locator("#draft", has_text="草稿已存").wait_for(timeout=8000)
    page.route("**/intake/draft", lambda route: route.abort())
    page.locator("[name=narrative]").fill("断线")
    page.locator("#draft", has_text="没存上").wait_for(timeout=8000)
    page.unroute("**/intake/draft")
    page.locator("#draft", has_text="草稿已存").wait_for(timeout=8000)
    page.goto(program.address + "/intake")
    page.get_by_role("button", name="丢弃").click()
    page.wait_for_url(program.address + "/intake")
    assert page.locator("#waiting").count() == 0


def test_a_table_is_looked_over_then_registered(program, visit):
    page = visit("duty")
    page.goto(program.address + "/intake/import")
    page.locator("[name=table]").fill(TABLE)
    page.keyboard.press("Control+Enter")
    page.locator("#understood").wait_for()
    assert "金额读不出" in page.locator("#corrections").inner_text()
    page.keyboard.press("Control+Enter")
    page.get_by_text("已登记 1 起").wait_for()
    page.goto(program.address + "/")
    assert page.get_by_text("表中人").count() == 1
    assert page.get_by_text("另一人").count() == 0


def test_files_chosen_at_intake_lie_with_the_incident(program, visit):
    page = visit("duty")
    page.goto(program.address + "/intake")
    page.locator("[name='victims.0.name']").fill("有凭证的人")
    page.locator("[name=evidence]").set_input_files([
        {"name": "回单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "截图.exe", "mimeType": "image/png", "buffer": b"MZ"}])
    page.locator("#draft", has_text="草稿已存").wait_for(timeout=8000)
    page.keyboard.press("Control+Enter")
    page.get_by_text("文件没有存，请重新选").wait_for()
    assert "截图.exe" in page.locator(".errors").inner_text()
    assert page.locator("[name='victims.0.name']").input_value() == "有凭证的人"
    page.locator("[name=evidence]").set_input_files([
        {"name": "回单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "截图.png", "mimeType": "image/png", "buffer": b"\x89PNG 1"}])
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/incidents/inc-"))
    evidence = page.locator("#evidence").inner_text()
    assert "回单.pdf" in evidence and "截图.png" in evidence


def test_rows_stay_and_a_bar_tells_that_the_order_has_changed(program, visit):
    page = visit("duty")
    desk = visit("duty")
    page.goto(program.address + "/")
    shown = "[...document.querySelectorAll('tr[data-row]')].map(row => row.id)"
    # As if the last row had become the most urgent since the page was made.
    page.evaluate("document.querySelector('tr[data-row]').before([...document.querySelectorAll('tr[data-row]')].at(-1))")
    before = page.evaluate(shown)
    desk.goto(program.address + "/intake")
    desk.locator("[name='victims.0.name']").fill("又一人")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(re.compile(r"/incidents/inc-"))
    page.get_by_role("link", name="又一人").wait_for(timeout=8000)
    page.locator("#shift", has_text=re.compile("[1-9] 起警情的先后有变")).wait_for(timeout=8000)
    after = page.evaluate(shown)
    assert [row for row in after if row in before] == before, "no row was moved"
    page.evaluate("window.old = true")
    page.keyboard.press("r")
    page.wait_for_function("!window.old && document.querySelector('#order')")
    assert page.evaluate(shown)[0] != before[0]
