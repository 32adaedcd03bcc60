/// What each sign around a sum weighs for its payment, as `make paying` learnt it: logarithms of odds, in hundredths.
enum PaidWeights {
    static let start = -117
    static let weights: [PaidSign: Int] = [
        .toldBefore: 152,
        .paidBefore: 74,
        .askedBefore: 43,
        .wantedBefore: -68,
        .drawnBefore: -69,
        .otherBefore: -99,
        .otherBeside: -148,
        .paidFar: -115,
        .otherEarlier: -62,
        .toldLater: 85,
        .paidLater: 53,
        .meant: -91,
        .refused: -137,
        .timeBefore: 112,
        .timeBehind: 86,
        .payerBefore: 75,
        .personBehind: 91,
        .payeeUntilNext: 123,
        .small: -102,
        .listed: 140,
    ]
}
