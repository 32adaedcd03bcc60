/// Finds names that nothing introduces: a surname and characters that names are made of, between words that stand beside people.
struct GivenNames {
    private let text: ReadableText

    init(_ text: ReadableText) { self.text = text }

    /// A name of three characters that begins at `place`; nil where its neighbours could make other words of it.
    func name(at place: Int, surnameLength: Int) -> Range<Int>? {
        let first = place + surnameLength
        let range = place..<(first + 2)
        guard range.upperBound <= text.count, Self.common.contains(text[first]), Self.common.contains(text[first + 1]),
            isFree(before: place) || isFree(behind: range.upperBound)
        else { return nil }
        return range
    }

    private func isFree(before place: Int) -> Bool {
        !text[place - 1].isHan || Self.before.ends(text, at: place)
    }

    private func isFree(behind place: Int) -> Bool { !text[place].isHan || Self.behind.begins(text, at: place) }

    private static let before = Lexicon(
        words: """
            我 叫 是 给 向 到 和 跟 与 问 找 的 由 让 被 对 称 姓名 户名 名叫 自称 人 民警 同事 同学 朋友 邻居 老乡 亲戚 儿子 女儿 老公 老婆 丈夫 妻子 \
            爸 妈 哥 弟 姐 妹 父亲 母亲 婆婆 老伴 室友 师傅 老板 经理 主任 会计 出纳 老师 客户 旅客 群众 业主 店主 职工 员工 司机 学生 家属 卖家 买家 \
            收款 户主 先生 女士 业务员 客服 警官 专员 科长 处长 队长 房东 租客 事主 记录 转给 付给 打给 汇给
            """)
    private static let behind = Lexicon(
        words: """
            的 是 在 说 称 打 给 来 报 于 通 自 先 女 男 向 从 用 把 被 让 要 转 到 收 付 接 和 与 跟 也 就 又 一 去 你 您 我 他 她 同 老 以 介 问 拿 今 昨 身 电 名 \
            账 卡 加 发 对 这 那 有 没 不 还 因 为 已 经 骗 联 手
            """)
    /// Characters that most given names of our time are made of.
    private static let common = ScalarSet(
        """
        伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂珍华玉红建文志海波斌辉鹏飞宇浩轩然子涵梓欣怡雨晨佳思雅婷雪梅凤云燕春玲琴琳琪瑶颖慧晓小东\
        林峰山川江河国庆栋梁柱钢铁金银宝贵福禄寿康健安宁和顺利昌盛荣德义仁礼信忠孝良善美淑贤惠香兴旺福泽润清源湘亮光耀辉煌阳旭升晖曦昊天宏达广博学思\
        源远长永恒久新立业成功胜凯旋振邦富民生根发祥瑞吉如意嘉俊豪雄英武威龙虎豹彪鸿鹏鹤雁鸣凡帆航舟翔翼腾跃进前卫兵战士诚实坤乾震巍岩岭松柏竹桃李\
        菊荷莲莉茉薇蓉芬芝蕾蕊萍萱苗菲芸茜莹莎蓓翠绿青紫彤丹朱素白玄黎晶洁冰霜露雯霖澜漫泓沛洪涌淼滢滨瀚琼瑜璐璇珊珠珂珺琦玮瑾瑞璋玥琰环佩晴\
        昕昱晟景晗暄智聪睿哲理彦彬儒雅诗词语言书画棋墨砚艺歌韵笛萧箫乐悦愉欢喜娅妮妍媛嫣婉婧娥姣姗妹姐妞媚娇娴好仙倩俏依伊优佑佐伦伯仲季叔元亨利贞\
        洲群众存守保全世代家园祖宗耀先启开创新奇巧灵秋冬夏晚早曼蔓沁心芯忻炎焱燃炜炳烨煜灿培基城均坚增培树森楠榕桐枫柳桦槐权枝栩冠军民政法治\
        双喜月星辰楚齐鲁秦晋湖淮渝蜀琛勤俭朴实谦逊恭敬超越卓群正直方圆大中少华会友朋缘源士奎魁岳峻崇崧嵩钧铭锋锐锦鑫钰铎镇镜贤辅弼丰庚申酉丑寅卯
        """.unicodeScalars.filter { !$0.properties.isWhitespace })
}
