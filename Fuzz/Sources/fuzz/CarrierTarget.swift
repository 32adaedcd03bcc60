import Gateways

let carrierTarget = Target(
    "smpp",
    "units of a carrier come out the same however their bytes arrive, and none makes the reader crash or hold much",
    bytes: [
        SMPPPDU(.enquireLink, sequence: 1).bytes, SMPPPDU(.deliver, sequence: 2, body: receipt.body).bytes,
        SMPPPDU(.submitResponse, status: 0x58, sequence: 3, body: [0]).bytes,
        [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1],
    ]
) { bytes in
    var (whole, slow) = (SMPPFrames(), SMPPFrames())
    guard let units = orNil({ try whole.take(bytes) }) else { return }
    var found: [SMPPPDU] = []
    for byte in bytes { found += orStop { try slow.take([byte]) } }
    hold(found == units, "other units byte by byte")
    for unit in units {
        hold(unit.body.count <= SMPPPDU.lengthMax, "a body is too long")
        _ = orNil { try SMPPBind(unit.body) }
        guard let message = orNil({ try SMPPMessage(unit.body) }) else { continue }
        _ = SMPPReceipt(message)
        hold(orNil { try SMPPMessage(message.body) } != nil, "what was read cannot be written and read again")
    }
}

private let receipt: SMPPMessage = {
    var message = SMPPMessage(
        source: SMPPAddress(kind: 1, plan: 1, digits: "8613800138000"),
        destination: SMPPAddress(kind: 0, plan: 1, digits: "10690"))
    message.esmClass = 4
    message.content = Array("id:77 sub:001 dlvrd:001 submit date:1 done date:2 stat:DELIVRD err:000 text:".utf8)
    message.options = [SMPPMessage.Tag.receiptedID: Array("77".utf8) + [0], SMPPMessage.Tag.messageState: [2]]
    return message
}()
