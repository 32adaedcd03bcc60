internal import Access
internal import HTTPTypes
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

/// Many reports from a table: first what was understood of it, then their registration.
struct ImportRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.intakePart(.table), on: group) { visit in
            try permit(visit)
            return try show(ImportModel(hiddenFields: visit.formFields, language: visit.language), visit)
        }
        console.get(.intakePart(.sample), on: group) { visit in
            try permit(visit)
            let text = ImportTable.sample(visit.language, now: visit.now)
            return .file(Array(text.utf8), name: visit.language(.sampleName), mediaType: "text/csv; charset=utf-8")
        }
        console.post(.intakePart(.table), on: group) { visit in try take(visit) }
    }

    private func permit(_ visit: Visit) throws {
        try visit.principal.permit(.registerIncident, in: visit.principal.unit, bank: nil)
    }

    private func show(_ model: ImportModel, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        let home = Frame.MenuItem(visit.language(.intake), Address.intake.path)
        let frame = try console.frame(visit, FramePlace(menu: .intake, breadcrumbs: [home]))
        return .page(ImportPage(model: model).html(in: frame), status: status)
    }

    /// Looks the table over; registers it only as it was looked over, so that nobody registers what he has not seen.
    private func take(_ visit: Visit) throws -> Answer {
        try permit(visit)
        let key = try visit.key()
        var model = ImportModel(hiddenFields: visit.formFields(key: key.text), language: visit.language)
        model.table = ImportTable(visit.form)
        let table: IntakeCSV
        do {
            guard !model.table.isUnreadable else { throw ImportModel.Obstacle.notUTF8 }
            guard !model.table.isEmpty else { throw ImportModel.Obstacle.nothing }
            table = try model.table.read()
        } catch let obstacle as ImportModel.Obstacle {
            model.obstacle = obstacle
            return try show(model, visit, status: .unprocessableContent)
        } catch let error as Problems {
            model.problems = error.all
            return try show(model, visit, status: .unprocessableContent)
        }
        if visit.form["act"] == "register" {
            guard visit.form["seen"] == model.table.mark else {
                model.hasChanged = true
                return try show(try foreseen(model, table, key, visit), visit)
            }
            model.imported = try console.platform.incidents.register(
                table, most: ImportPage.reportsAtOnce, by: visit.principal, key: key, at: visit.now)
            model.left = table.reports.count - model.imported.count
            // What is left is looked over when all is done: a long table would be read anew for each part.
            if model.left > 0 { return try show(model, visit) }
        }
        return try show(try foreseen(model, table, key, visit), visit)
    }

    private func foreseen(_ model: ImportModel, _ table: IntakeCSV, _ key: IdempotencyKey, _ visit: Visit) throws
        -> ImportModel
    {
        var model = model
        model.reports = try console.platform.incidents.foresee(table, by: visit.principal, key: key, at: visit.now)
        return model
    }
}
