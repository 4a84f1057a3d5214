// A county by a seed, with everything that an answer is counted from in all its states: written as rows, which the database’s own triggers follow.

import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { addDays } from '#base/dates.ts'
import { anAccount, anAct, aSchool, rows, tick } from '#test/support/factories.ts'
import { copied, rowText } from '#test/support/row-of.ts'
import { contactSchools } from './random-contact.ts'
import { holdEvents } from './random-events.ts'
import { issueGuidance } from './random-guidance.ts'
import { aPen, type Lead, type Pen, type School } from './random-rows.ts'

/** Schools that open, close, merge, change and turn out to be one. */
const openSchools = async ({ pick, put, set, ago, today, at }: Pen) => {
  const changes = [ago(400), ago(190), ago(30), today]
  const number = () => pick(['', '0', '35', '210', '1480'])
  const open = (facts: Parameters<typeof aSchool>[0] = {}): Promise<School> =>
    aSchool({
      sector: pick(['maintained', 'academy', 'independent', 'further_education']),
      kind: pick(['primary', 'primary', 'secondary', 'special', 'alternative_provision', 'not_known']),
      ...{ pupils: number(), girls: number(), ...facts },
    })
  const schools: School[] = []
  for (let n = 0; n < 56; n += 1) {
    const days = n % 9 === 0 ? { opensOn: pick(changes) } : n % 11 === 0 ? { closesOn: pick([...changes, addDays(today, 40)]) } : {}
    schools.push(await open({ ...days, ...(n % 19 === 0 ? { statusCode: '4' } : n % 17 === 0 ? { laCode: '885' } : {}) }))
  }
  for (let n = 0; n < 3; n += 1) {
    const [day, how] = [pick(changes), pick(['merger', 'split'])]
    const to = await open({ opensOn: day })
    for (const old of [await open({ closesOn: day }), await open({ closesOn: day })]) {
      put('Succession', 'fromSchoolId toSchoolId fromUrn toUrn how learnedAt', old.id, to.id, old.urn, to.urn, how, at(day))
      schools.push(old)
    }
    schools.push(to)
  }
  const several: School[] = []
  for (let n = 0; n < 4; n += 1) {
    const day = pick(changes)
    const [older, younger] = [await open({ closesOn: day, sector: 'academy' }), await open({ opensOn: day, sector: 'academy' })]
    set('UPDATE School SET rootId = ?1 WHERE id = ?2', older.id, younger.id)
    several.push(older, younger)
  }
  return { open, schools: [...schools, ...several], several }
}

/** Who leads at each school, who is only said to, and where nobody does. */
const nameLeads = (pen: Pen, schools: readonly School[], byId: string) => {
  const { next, pick, put, set, ago, today, at } = pen
  const leads: Lead[] = []
  const staff = new Map<string, string[]>()
  for (const school of schools) {
    const people = Array.from({ length: 4 }, () => put('Person', 'name createdAt', 'Ann Lee', tick().toISOString()))
    staff.set(school.id, people)
    const [personId = '', second = ''] = people
    const role = (who: string, fromDate: string | null, more = 'toDate', value: string | null = null): string => {
      const confirmedAt = more === 'confirmedAt' ? '' : ' confirmedAt'
      const columns = `personId schoolId roleId fromDate source learnedAt ${more}${confirmedAt}`
      return put(
        'RoleAtSchool',
        columns,
        who,
        school.id,
        'dsl',
        fromDate,
        'school',
        at(ago(90)),
        value,
        ...(confirmedAt ? [at(ago(90))] : []),
      )
    }
    const from = pick([null, ago(900), ago(100), today])
    const how = next(16)
    if (how < 2) {
      const [answer, toDate] = [pick(['vacant', 'not_known']), pick([null, null, today])]
      const columns = 'schoolId roleId answer fromDate toDate source learnedAt'
      put('RoleGap', columns, school.id, 'dsl', answer, pick([ago(50), today]), toDate, 'school', at(ago(50)))
    } else if (how === 2) role(personId, ago(800), 'toDate', pick([today, ago(1), addDays(today, 5)]))
    else if (how === 3) role(personId, from, 'confirmedAt', null)
    else if (how === 4) role(personId, from, 'supersededAt', at(ago(20)))
    else if (how > 5) {
      const id = role(personId, from)
      leads.push({ personId, school })
      if (how === 6) {
        role(second, from)
        leads.push({ personId: second, school })
      }
      if (how === 7) put('RoleDispute', 'roleAtSchoolId raisedAt raisedById', id, at(ago(9)), byId)
    }
    if (next(7) === 0) {
      const [kind, whose, until] = [pick(['exempt', 'extended']), pick([null, personId]), pick([ago(1), today, addDays(today, 60)])]
      const columns = 'requirementId schoolId personId kind fromDate untilDate reason createdAt supersededAt'
      const ended = pick([null, null, at(ago(3))])
      put('RequirementException', columns, 'lead', school.id, whose, kind, ago(200), until, 'Long illness', at(ago(200)), ended)
    }
  }
  // The rule itself changed: it asks nothing of some kinds of school.
  set(`UPDATE RequirementEdition SET supersededAt = ?1 WHERE id = 'lead-2026'`, at(ago(80)))
  const same = copied(
    'requirementId',
    'label',
    'whose',
    'roleIds',
    'purposes',
    'topicIds',
    'everyMonths',
    'strength',
    'source',
    'validFrom',
  )
  const own = { ...same, id: 'lead-own', kinds: '["primary","secondary","special"]', createdAt: at(ago(80)) }
  set(rowText('RequirementEdition', own, `RequirementEdition WHERE id = 'lead-2026'`))
  return { leads, staff }
}

export const aRandomCounty = async (seed: number) => {
  const pen = aPen(seed)
  const { accountId } = await anAccount({ roles: ['officer'] })
  const { open, schools, several } = await openSchools(pen)
  const { leads, staff } = nameLeads(pen, schools, accountId)
  await pen.write()
  await holdEvents(pen, { schools, staff, leads })
  const asked = await issueGuidance(pen, { schools, several, byId: accountId })
  await contactSchools(pen, { schools, byId: accountId, documentIds: asked.map(({ guidance }) => guidance) })
  const act = () => anAct({ now: pen.now })
  do await followStandings(act())
  while ((await rows('SELECT 1 FROM StandingToFollow')).length > 0)
  // A file of the register applied a minute ago.
  for (let n = 0; n < 2; n += 1) await open()
  return {
    act,
    at: pen.now.toISOString(),
    days: [pen.today, addDays(pen.today, -60), addDays(pen.today, -200)],
    asked: [...asked, { topic: 'designated-lead', guidance: undefined, from: '' }],
  }
}
