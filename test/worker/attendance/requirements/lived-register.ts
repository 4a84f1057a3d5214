// The register of a lived year, as a file says it each month: schools open, close, merge, become academies and move trust.
import { addDays, type Day } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { applyImport } from '#schools/register/apply-import.ts'
import { prepareImport } from '#schools/register/prepare-import.ts'
import { inPieces, linksCsv, type Row, registerCsv, utf8 } from '#test/support/register-file.ts'
import type { Ground } from './lived-ground.ts'

export const aRegister = ({ act, pick, next, note, today }: Ground) => {
  // The register, as a file says it each month.
  const register: Row[] = []
  const links: [string, string, string, string][] = []
  const british = (day: Day): string => day.split('-').toReversed().join('-')
  const opens = (more: Row = {}): Row => {
    const n = register.length
    const kind = pick(['01', '28', '10', '15', '07'])
    const made: Row = {
      ...{ urn: String(300_001 + n), name: `School ${n}`, typeCode: kind, typeGroupCode: kind === '28' ? '10' : kind === '10' ? '3' : '4' },
      ...{
        phase: pick(['Primary', 'Secondary']),
        town: 'Ross',
        lowAge: pick(['3', '5', '11', '']),
        nurseryProvision: pick(['', 'Has nursery classes']),
      },
      ...(kind === '28' ? { trustUid: '5001', trustName: 'Fern Trust' } : { trustUid: '', trustName: '' }),
      ...{ wardName: pick(['Ross', 'Kington', '']), districtName: pick(['North', 'South']), gender: pick(['Mixed', 'Girls', '']) },
      ...{ religiousCharacter: pick(['None', 'Roman Catholic', '']), urbanRural: pick(['Rural village', 'Urban city', '']) },
      ...{ pupils: pick(['80', '300', '1200', '']), freeMealsPercent: pick(['5.1', '22', '44', '']), openDate: '', closeDate: '' },
      ...more,
    }
    register.push(made)
    return made
  }
  const closes = (one: Row, day: Day): void => void Object.assign(one, { statusCode: '2', closeDate: british(day) })
  const apply = async (): Promise<void> => {
    const files = async function* () {
      if (links.length > 0) yield { slot: 'links' as const, fileName: 'links.csv', bytes: inPieces(utf8(linksCsv(links)), 4000) }
      yield { slot: 'register' as const, fileName: 'register.csv', bytes: inPieces(utf8(registerCsv(register)), 9000) }
    }
    const one = act({ origin: 'command' })
    const found = await prepareImport(one, { id: newId(one.now), area: ['884'], asAt: today(), today: today(), files: files() })
    note('register', found ? await applyImport(act(), found.id) : { ok: false, reason: 'not begun' })
  }
  const moveSchools = async (): Promise<void> => {
    const open = () => pick(register.filter(({ closeDate }) => closeDate === ''))
    opens({ openDate: british(addDays(today(), next(20) - 10)) })
    closes(open(), addDays(today(), next(30)))
    const [one, other] = [open(), open()]
    if (one !== other) {
      const both = opens({ openDate: british(today()), name: `${one.name} and ${other.name}` })
      for (const was of [one, other]) {
        closes(was, addDays(today(), -1))
        links.push([was.urn ?? '', both.urn ?? '', 'Successor - merged', british(today())])
      }
    }
    const before = open()
    const after = opens({
      name: before.name ?? '',
      typeCode: '28',
      typeGroupCode: '10',
      trustUid: '5002',
      trustName: 'Oak Trust',
      openDate: british(today()),
    })
    closes(before, addDays(today(), -1))
    links.push([before.urn ?? '', after.urn ?? '', 'Successor', british(today())])
    const moving = register.filter(({ trustUid, closeDate }) => trustUid && closeDate === '')
    if (moving.length > 0) Object.assign(pick(moving), { trustUid: pick(['5003', '5001']), trustName: pick(['Elm Trust', 'Fern Trust']) })
    await apply()
  }

  return { opens, apply, moveSchools }
}
