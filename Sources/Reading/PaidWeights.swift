/// What each sign around a sum weighs for its payment, as `make paying` learnt it: logarithms of odds, in hundredths.
enum PaidWeights {
    static let start = -118
    static let weights: [PaidSign: Int] = [
        .toldBefore: 155,
        .paidBefore: 75,
        .askedBefore: 45,
        .wantedBefore: -71,
        .drawnBefore: -68,
        .otherBefore: -98,
        .otherBeside: -148,
        .paidFar: -115,
        .otherEarlier: -63,
        .toldLater: 85,
        .paidLater: 53,
        .meant: -89,
        .refused: -136,
        .timeBefore: 110,
        .timeBehind: 87,
        .payerBefore: 69,
        .personBehind: 92,
        .payeeUntilNext: 122,
        .small: -102,
        .listed: 140,
    ]
}
