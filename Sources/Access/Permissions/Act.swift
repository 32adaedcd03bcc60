internal import Storage

/// What can be done in the platform, as far as not everybody may do it.
package enum Act: String, Storable, Codable, CaseIterable {
    case registerIncident, editIncident, readIncident
    case requestStop, approveStop
    case requestInquiry, approveInquiry
    case requestRelease, approveRelease
    case fileCase, requestFreeze, approveFreeze
    case prepareReturn, approveReturn
    case requestProtectiveHold, approveProtectiveHold
    case proposeAuthority, approveAuthority, revokeAuthority, reviewUnderAuthority
    case enterComplaint, decideComplaint
    case applyForAid, decideAid
    case issueDocument, deferNotice
    case enterWarning, readWarning, doTask, visitPerson, assignTask, closeWarning, mergeWarning, manageRoster
    case revealIdentifier
    case exportRecords, approveExport
    case readFigures, readJournal
    case prepareMessages, approveMessages, readMessages
    case retryDeadLetter
    case manageUsers, manageUnits, manageClients, manageBanks
    case readForBank, answerForBank, reviewForBank, reportWarning
}

extension Act {
    /// The one table of who may do what, as far as the role alone decides.
    ///
    /// Inquiries and freezes need the head of an organ of county level or above (程序规定 art. 238, 239), stops the duty leader.
    package var roles: RoleSet {
        switch self {
        case .registerIncident, .editIncident, .enterComplaint, .applyForAid:
            [.dutyOfficer, .shiftLeader, .analyst, .stationOfficer, .auxiliary]
        case .enterWarning:
            [.dutyOfficer, .shiftLeader, .analyst, .stationOfficer, .auxiliary]
        // Auxiliaries call; going to a door, judging and closing is an officer's (C5).
        case .doTask: [.dutyOfficer, .shiftLeader, .analyst, .stationOfficer, .auxiliary]
        case .visitPerson, .closeWarning: [.dutyOfficer, .shiftLeader, .analyst, .stationOfficer]
        case .assignTask, .manageRoster: [.shiftLeader, .countyHead]
        case .mergeWarning: [.dutyOfficer, .shiftLeader, .analyst]
        case .readIncident, .readWarning:
            [.dutyOfficer, .shiftLeader, .countyHead, .analyst, .stationOfficer, .auxiliary, .chief, .auditor]
        case .requestStop, .requestInquiry, .requestRelease, .requestProtectiveHold, .fileCase, .requestFreeze,
            .prepareReturn:
            [.dutyOfficer, .shiftLeader, .analyst, .stationOfficer]
        case .approveStop, .approveRelease, .approveProtectiveHold: [.shiftLeader, .countyHead]
        case .approveInquiry, .approveFreeze, .approveReturn, .approveAuthority, .decideComplaint, .decideAid,
            .approveExport:
            [.countyHead]
        case .proposeAuthority: [.shiftLeader]
        case .revokeAuthority, .reviewUnderAuthority, .deferNotice: [.shiftLeader, .countyHead]
        case .issueDocument: [.dutyOfficer, .shiftLeader, .countyHead, .analyst, .stationOfficer]
        case .revealIdentifier: [.dutyOfficer, .shiftLeader, .countyHead, .analyst, .stationOfficer]
        case .exportRecords: [.shiftLeader, .analyst, .auditor]
        case .readFigures: [.dutyOfficer, .shiftLeader, .countyHead, .analyst, .stationOfficer, .chief, .auditor]
        case .prepareMessages: [.dutyOfficer, .shiftLeader, .analyst]
        case .approveMessages: [.shiftLeader, .countyHead]
        case .readMessages: [.dutyOfficer, .shiftLeader, .countyHead, .analyst, .stationOfficer, .chief, .auditor]
        case .readJournal: [.administrator, .countyHead, .auditor]
        case .retryDeadLetter: [.dutyOfficer, .shiftLeader]
        case .manageUsers, .manageUnits, .manageClients, .manageBanks: [.administrator]
        case .readForBank: [.bankClerk, .bankReviewer]
        case .answerForBank, .reportWarning: [.bankClerk]
        case .reviewForBank: [.bankReviewer]
        }
    }

    /// True for what only a person answers for: no client, no part of the platform and no auxiliary ever does it (C5).
    package var isPersonal: Bool {
        switch self {
        case .approveStop, .approveInquiry, .approveRelease, .approveProtectiveHold, .approveFreeze, .approveReturn,
            .approveAuthority, .revokeAuthority, .reviewUnderAuthority, .decideComplaint, .decideAid, .issueDocument,
            .deferNotice,
            .revealIdentifier, .approveExport, .reviewForBank, .visitPerson, .assignTask, .closeWarning, .mergeWarning,
            .manageRoster, .approveMessages:
            true
        case .registerIncident, .editIncident, .readIncident, .requestStop, .requestInquiry, .requestRelease,
            .fileCase, .requestFreeze, .prepareReturn, .requestProtectiveHold, .proposeAuthority, .enterComplaint,
            .applyForAid,
            .exportRecords,
            .readFigures, .readJournal,
            .retryDeadLetter, .manageUsers, .manageUnits, .manageClients, .manageBanks, .readForBank, .answerForBank,
            .reportWarning, .enterWarning, .readWarning, .doTask, .prepareMessages, .readMessages:
            false
        }
    }
}
