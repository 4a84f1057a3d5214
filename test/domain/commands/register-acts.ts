// What an import of the register does, undone, after which a backup must still be restored.
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { applyImport } from '#schools/register/apply-import.ts'
import { prepareImport } from '#schools/register/prepare-import.ts'
import { undoImport } from '#schools/register/undo-import.ts'
import { inPieces, rowsOf } from '#test/support/register-file.ts'
import { countyFiles } from '#tools/demonstration/county.ts'
import { linksFile, registerDate, registerFile } from '#tools/demonstration/register-file.ts'
import { done, type Ground } from './acts.ts'

/** One school becomes an academy, one has another name, and one is new: a succession, a change and a school that the undoing supersedes. */
export const undoRegister = async ({ one, by, now }: Ground): Promise<void> => {
  const act = by('organiser')
  const today = londonDay(now)
  const opened = registerDate(today)
  const rows = rowsOf(countyFiles(today)[1].register)
  const [was, renamed] = rows.filter((row) => row['EstablishmentStatus (code)'] === '1' && row['TypeOfEstablishment (code)'] === '01')
  const academy = {
    ...{ URN: '990001', 'TypeOfEstablishment (code)': '34', 'TypeOfEstablishment (name)': 'Academy converter', OpenDate: opened },
    ...{ 'EstablishmentTypeGroup (code)': '10', 'EstablishmentTypeGroup (name)': 'Academies' },
  }
  const closed = { 'EstablishmentStatus (code)': '2', 'EstablishmentStatus (name)': 'Closed', CloseDate: opened }
  const register = registerFile([
    ...rows.map((row) =>
      row === was ? { ...row, ...closed } : row === renamed ? { ...row, EstablishmentName: 'The Renamed School' } : row,
    ),
    ...[
      { ...was, ...academy },
      { ...renamed, URN: '990002', EstablishmentNumber: '9902', EstablishmentName: 'The New School', OpenDate: opened },
    ],
  ])
  const [urn = '', linkName = ''] = [was?.['URN'], was?.['EstablishmentName']]
  const links = linksFile([{ urn, linkUrn: academy.URN, linkName, linkType: 'Successor', date: opened }])
  const files = async function* () {
    yield { slot: 'links' as const, fileName: 'links.csv', bytes: inPieces(links, 65_536) }
    yield { slot: 'register' as const, fileName: 'register.csv', bytes: inPieces(register, 65_536) }
  }
  const id = newId(now)
  await prepareImport(act, { id, area: act.laCodes, asAt: today, today, files: files() })
  done(await applyImport(act, id))
  done(await undoImport(act, id))
  one('SELECT 1 AS n FROM Succession WHERE importId = ? AND supersededAt IS NOT NULL', id)
  one(
    `SELECT 1 AS n FROM SchoolIdentity i JOIN SchoolIdentity r ON r.schoolId = i.schoolId AND r.supersededAt IS NULL
     WHERE i.supersededByImportId = ?1 AND i.importId <> ?1`,
    id,
  )
}
