// What was tried with the schools that a paper names: in words for each in the private pack, in sum for the public, and never by whom.
import { expect, it } from 'vitest'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { insertContacts, type NewContact } from '#people/ladder/contact-store.ts'
import { anAccount, anAct, aSchool, db, request, tick } from '#test/support/factories.ts'
import { aChase } from '#test/worker/people/ladder/world.ts'
import { anArea, papersByOne } from '../coverage/world.ts'
import { rung } from './world.ts'

await papersByOne()

type Tried = Pick<NewContact, 'rung' | 'means' | 'result' | 'happenedAt'> & { note?: string; correctsId?: string; id?: string }

/** Schools of an area without any record, of which the first was asked as `tried` says. */
const aReport = async (names: readonly string[]) => {
  const laCode = anArea()
  const schools = []
  for (const name of names) schools.push(await aSchool({ laCode, name }))
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now: new Date('2026-09-07T09:00:00.000Z'), laCodes: [laCode], actor: officer.actor })
  const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
  if (!done.ok) throw new Error(done.reason)
  const report = await readNow(db, selectFrozen(db, done.value))
  if (!report) throw new Error('no report')
  await rung(act, report, ...schools.map(({ id }) => id))
  const asked = async (school: { id: string } | undefined, ...tried: readonly Tried[]) => {
    const chaseId = await aChase(school?.id ?? '', officer.accountId, 'requirement', 'lead')
    for (const one of tried)
      await db.batch([
        insertContacts(act, [{ ...{ id: newId(tick()), form: crypto.randomUUID(), schoolId: school?.id ?? '', chaseId }, ...one }]),
      ])
  }
  const tables = async (kind: string) => {
    const words = kind === 'private' ? { exemption: 'Paragraph 1', interest: 'One member of staff.' } : { exemption: '', interest: '' }
    const form = { id: newId(tick()), kind, ask: 'Ask each school for a date.', requirement: 'lead', ...words }
    const issued = await request(`/coverage/frozen/${report.number}/paper`, { cookie: officer.cookie, form })
    const at = issued.headers.get('location') ?? `refused with ${issued.status}`
    return (await (await request(`${at}/tables.csv`, { cookie: officer.cookie })).text()).replaceAll('\r', '')
  }
  return { schools, asked, tables, officer }
}

const letter: Tried = { rung: 'office', means: 'letter', result: 'written_to', happenedAt: '2026-04-13T09:00:00.000Z' }
const again: Tried = { ...letter, means: 'message', happenedAt: '2026-04-20T09:00:00.000Z' }
const call: Tried = {
  ...{ rung: 'lead', means: 'telephone', result: 'spoke', happenedAt: '2026-05-11T09:00:00.000Z' },
  note: 'Mrs Hill was in tears',
}

// “A private pack says of each school that it names who was contacted, when and with what result, and the next step; no paper names a person, and none holds a note.”
it('A private pack says of each school who was contacted, when, with what result, and who is next; no person and no note is in it.', async () => {
  const { schools, asked, tables } = await aReport(['Aylestone', 'Bosbury'])
  const wrong = { ...call, id: newId(tick()), rung: 'head' as const }
  await asked(schools[0], letter, again, call, wrong, { ...wrong, id: newId(tick()), result: 'not_so', correctsId: wrong.id })
  const pack = await tables('private')
  const [, each] = pack.split('What was tried with each school\n')
  expect(each?.split('\n\n')[0]?.split('\n')).toEqual([
    'School,URN,"Who was contacted, when, and with what result",Next step',
    `"Aylestone, ${schools[0]?.town}",${schools[0]?.urn},"School office: 2 times, last on 20 April 2026 (message: written to). Designated safeguarding lead: once, on 11 May 2026 (telephone: spoke to them).","Headteacher or principal, from 18 May 2026"`,
    `"Bosbury, ${schools[1]?.town}",${schools[1]?.urn},Nobody was contacted.,None`,
  ])
  for (const never of ['Olive', 'Hill', 'tears']) expect(pack).not.toContain(never)
  expect(await tables('named')).not.toContain('What was tried with each school')
})

// “Every paper says in sum with how many schools that was tried.”
it('A public paper says in sum what was tried, in exact numbers: it is what the council did.', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `School ${String(n + 1).padStart(2, '0')}`)
  const { schools, asked, tables } = await aReport(names)
  for (const school of schools.slice(0, 6)) await asked(school, letter)
  await asked(schools[6], letter, call)
  const sum = async (kind: string) =>
    (await tables(kind)).split('What was tried with these schools together\n')[1]?.split('\n\n')[0]?.split('\n')
  expect(await sum('named')).toEqual([
    'Who was contacted,Schools,Times,First,Last,Schools that were spoken to or answered,Schools where they are next',
    'School office,7,7,13 April 2026,13 April 2026,0,0',
    'Designated safeguarding lead,1,1,11 May 2026,11 May 2026,1,6',
    'Headteacher or principal,0,0,Never,Never,0,1',
    'Nobody,5,0,Never,Never,0,5',
  ])
  // All of them are not in date: that nothing is given of how they stand goes for their number too.
  expect(await sum('unnamed')).toBe(undefined)
})
