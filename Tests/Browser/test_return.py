"""Frozen money goes back: papers entered, shares computed, read and objected to by anybody, decided by the city organ, paid by the bank."""
import itertools
import re

from conftest import DONGLAN, HUALING, PICTURES, YUNJIANG, printed
from test_freeze import alarm, check, give_out, open_account, picture
from test_recovery import fill_transfer, submit, wait_for_tier

PHONE = {"width": 390, "height": 844}
# A filing's number stands for one incident.
FILINGS = itertools.count(88)


def freeze(page, head, program, incident):
    account = page.url
    page.goto(incident + "/filing")
    page.locator("[name='number']").fill(f"云公（刑）立字〔2026〕{next(FILINGS)}号")
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
        if "返还办结" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.goto(address)
    text = page.locator("main").inner_text()
    assert "返还办结" in text and "已返还" in text and "刑返字" in text
    picture(page, "return-paid")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "return-phone")


def report(program, page, name, payer, yuan, at, mule):
    """One victim's alarm about money that he paid to the mule."""
    page.goto(program.address + "/intake")
    page.locator("[name='narrative']").fill(f"冒充客服，{name}转账{yuan}元。")
    page.locator("[name='victims.0.name']").fill(name)
    if page.locator("[name='transfers.0.amount']").count() == 0:
        page.keyboard.press("Alt+t")
    fill_transfer(page, 0, str(yuan), at, mule["number"], "文大河", "华岭银行", payer["number"], "云江农商")
    submit(page)
    return page.url.split("?")[0].split("#")[0]


def pay(program, page, payer, payee, yuan):
    at = program.pay(payer, payee, yuan)
    page.wait_for_timeout(4000)  # Until the clearing has booked it.
    return at


def begin_return(program, page, incident):
    page.goto(incident)
    open_account(page, "文大河")
    page.locator("a", has_text="启动返还").first.click()
    page.wait_for_url(re.compile("/return$"))
    page.keyboard.press("Control+Enter")
    page.wait_for_url(incident)
    page.goto(program.address + "/returns")
    page.locator("main a", has_text="文大河").first.click()
    page.wait_for_url(re.compile("/returns/ret-"))
    return page.url.split("?")[0]


def hand_in(page, address, name, number=None):
    """The papers of one victim; `number` is another account than the one he paid from."""
    page.goto(address)
    page.locator("tr", has=page.locator("th", has_text=name)).locator("a", has_text="登记材料").click()
    page.wait_for_url(re.compile("/victims/vic-"))
    if number:
        page.locator("[name='number']").fill(number)
    for paper in ("application", "identity", "statement", "paymentProof"):
        page.locator(f"[name='paper-{paper}']").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/returns/ret-\w+\?"))


def compute(page, address, then):
    for _ in range(30):  # Until the bank's statement has come.
        page.goto(address)
        page.locator("button", has_text="计算份额").click()
        page.wait_for_load_state()
        if page.locator("button", has_text=then).count():
            return page.locator("main").inner_text()
        page.wait_for_timeout(1000)
    raise AssertionError(page.locator("main").inner_text())


def wait_for(page, address, words):
    for _ in range(30):
        page.goto(address)
        if words in page.locator("main").inner_text():
            return page.locator("main").inner_text()
        page.wait_for_timeout(1000)
    raise AssertionError(page.locator("main").inner_text())


def object_online(visit, address):
    """Somebody without an account reads the notice on a telephone and objects; gives his receipt's number and code."""
    page = visit(None)
    page.set_viewport_size(PHONE)
    page.goto(address.split("/public")[0] + "/public/notices")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "notices-phone")
    page.goto(address)
    text = page.locator("main").inner_text()
    assert "郑某（尾号 4402）" in text and "卢某（尾号 4403）" in text and "文某" in text
    for secret in ("郑先生", "卢女士", "文大河", "62009600000044"):
        assert secret not in text
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture(page, "notice-phone")
    page.locator("a", has_text="English").click()
    page.wait_for_selector("text=Public notice of a return")
    picture(page, "notice-phone-en")
    page.locator("a", has_text="中文").click()
    page.wait_for_selector("text=提出异议")
    sheets = printed(page, PICTURES / "public-notice.pdf")
    assert "冻结资金返还公示" in sheets[0] and f"第1页/共{len(sheets)}页" in sheets[0] and "核验码" in sheets[-1]
    assert "提出异议" not in "".join(sheets), "the form is not printed"
    page.locator("[name='objector']").fill("高某")
    page.locator("[name='contact']").fill("13900000000")
    page.locator("[name='text']").fill("我也向这个账户转过钱。")
    page.locator("button", has_text="提交异议").click()
    page.wait_for_selector("text=异议已收到")
    picture(page, "objection-receipt-phone")
    return page, [text.strip() for text in page.locator("[role=status] dd").all_inner_texts()]


def print_papers(page, address, visit, kinds):
    """Each paper is given out, printed with its page numbers, number and code, and checked by anybody."""
    for words in kinds:
        page.goto(address)
        number, code, title = give_out(page, words, f"paper-{words}")
        check(visit, number, code, title)


def test_two_victims_and_a_third(program, visit):
    page, head = visit("duty"), visit("head")
    payers = [program.account(YUNJIANG, f"62009600000044{end}", name, 90_000)
              for end, name in (("01", "高先生"), ("02", "郑先生"), ("03", "卢女士"))]
    mule = program.account(HUALING, "6200910000004409", "文大河")
    onward = program.account(DONGLAN, "6200920000004410", "武小江")
    times = [pay(program, page, payers[0], mule, 10_000), pay(program, page, payers[1], mule, 4_000)]
    pay(program, page, mule, onward, 8_000)  # Whose they were, nobody can say.
    times.append(pay(program, page, payers[2], mule, 30_000))
    incident = report(program, page, "卢女士", payers[2], 30_000, times[2], mule)
    wait_for_tier(page, ["文大河", "已执行"])
    second = report(program, page, "郑先生", payers[1], 4_000, times[1], mule)
    page.goto(incident)
    open_account(page, "文大河")
    freeze(page, head, program, incident)

    address = begin_return(program, page, incident)
    hand_in(page, address, "卢女士")
    hand_in(page, address, "郑先生", "6200960000004403")  # Her number under his name: the bank will not pay that.
    text = compute(page, address, "公示 30日")
    assert "30,000.00" in text and "4,000.00" in text
    picture(page, "return-two-computed")
    page.locator("button", has_text="公示 30日").click()
    page.wait_for_selector("text=公示的公开页面")
    public = page.locator("a", has_text="公示的公开页面").get_attribute("href")
    picture(page, "return-on-notice")
    anyone, (number, code) = object_online(visit, program.address + public)

    head.goto(address)
    assert "网上提交" in head.locator("main").inner_text()
    picture(head, "return-objection")
    head.locator("[name='answer']").fill("经查，该笔转账不在对账单所示期间，请另行报案。")
    head.locator("button[value='reject']").click()
    head.wait_for_selector("text=异议不成立")
    anyone.goto(program.address + "/public/objection")
    anyone.locator("[name='number']").fill(number)
    anyone.locator("[name='code']").fill(code)
    anyone.locator("main form button").first.click()
    anyone.wait_for_selector("text=异议不成立")
    picture(anyone, "objection-answered-phone")

    program.end_notices()
    anyone.goto(program.address + public)
    assert "这份公示已经结束" in anyone.locator("main").inner_text() and "4403" not in anyone.locator("main").inner_text()
    picture(anyone, "notice-over-phone")
    page.goto(address)
    page.locator("button", has_text="呈请市级公安机关决定").click()
    page.wait_for_selector("text=待市级决定")
    approve(head, program, "返还")
    text = wait_for(page, address, "付款未成")
    assert "已返还" in text
    picture(page, "return-refused-once")
    hand_in(page, address, "郑先生", "6200960000004402")
    approve(head, program, "返还")
    wait_for(page, address, "返还办结")
    picture(page, "return-two-paid")
    print_papers(page, address, visit, ["资金流向表", "呈请返还资金报告书", "返还资金决定书", "申请表"])
    page.goto(incident)
    text = wait_for_tier(page, ["按返还决定", "已返"])
    picture(page, "incident-by-decision")
    page.goto(second)
    assert "按返还决定" in page.locator("main").inner_text()

    third = report(program, page, "高先生", payers[0], 10_000, times[0], mule)
    wait_for_tier(page, ["文大河"])
    address = begin_return(program, page, third)
    hand_in(page, address, "高先生")
    # The others have been paid: what is left can be nobody's but his, and needs no notice.
    assert "2,000.00" in compute(page, address, "呈请市级公安机关决定")
    picture(page, "return-third-victim")
    page.locator("button", has_text="呈请市级公安机关决定").click()
    page.wait_for_selector("text=待市级决定")
    approve(head, program, "返还")
    assert "刑返字" in wait_for(page, address, "返还办结")
    picture(page, "return-third-paid")
