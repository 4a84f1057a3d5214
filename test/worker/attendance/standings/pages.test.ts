// Requirements as officers change them and everybody with the report reads them.
import { expect, it } from 'vitest'
import { anAccount, request, rows } from '#test/support/factories.ts'

const textOf = async (path: string, cookie: string, form?: Record<string, string | string[]>) => {
  const response = await request(path, form ? { cookie, form } : { cookie })
  return { status: response.status, text: (await response.text()).replaceAll('&quot;', '"'), location: response.headers.get('location') }
}

const typed = {
  ...{ label: 'Prevent leads: training every two years', whose: 'every_holder', roleIds: ['prevent_lead'], purposes: ['training'] },
  ...{
    topicIds: ['prevent'],
    everyMonths: '24',
    strength: 'local',
    source: 'Our own plan',
    citation: '',
    validFrom: '2026-09-01',
    validTo: '',
  },
}
const editions = (id: string) =>
  rows(
    `SELECT label, validFrom, validTo, toCheck, everyMonths, supersededAt IS NOT NULL AS superseded FROM RequirementEdition
     WHERE requirementId = ?1 ORDER BY validFrom, supersededAt IS NULL, validTo`,
    id,
  )

// “Each rule says whether law, guidance or the council itself asks it, where, and since when that
// is in force.”
// “A reader of reports, an officer, an organiser and an administrator read what each requirement
// asks in one sentence, and whether somebody must still compare it with the text in force.”
it('a reader reads what is asked in one sentence and that it is to be checked, and may change nothing', async () => {
  const { cookie } = await anAccount({ roles: ['reader'] })
  const { text } = await textOf('/requirements', cookie)
  expect(text).toContain(
    'Everybody in the role Designated safeguarding lead, of every school: training on Designated safeguarding lead training, every two years.',
  )
  expect(text).toContain('All staff of every school: update or training, every year.')
  expect(text).toContain('Check against the text in force')
  expect(text).toContain('Law: School Staffing (England) Regulations 2009, regulation 9, in force since 2 September 2019')
  expect(text).toContain('Guidance: KCSIE 2026, Part three, in force since 1 September 2026')
  expect(text).not.toContain('Add a rule')
  const one = (await textOf('/requirements/governors', cookie)).text
  expect(one).toContain(', of schools (Maintained, Academy or free school, Further education): training')
  expect(one).not.toContain('Change this edition')
  for (const path of ['/requirements/new', '/requirements/lead/new-edition', '/requirements/lead/editions/lead-2026'])
    expect((await textOf(path, cookie)).status).toBe(404)
})

// “Officers and administrators add a requirement of the council’s own, and see all that it says
// before it is saved.”
it('an officer adds a requirement of the council’s own, having seen what it says, and twice pressed it is one', async () => {
  const { cookie } = await anAccount({ roles: ['officer'] })
  const id = crypto.randomUUID()
  const check = await textOf('/requirements/new', cookie, { ...typed, id })
  expect(check.text).toContain('Final reports do not change.')
  expect(check.text).toContain('in the role Prevent lead, of every school: training on Prevent duty, every two years.')
  const again = await textOf('/requirements/new', cookie, { ...typed, id, action: 'again' })
  expect([again.status, again.text.includes('value="Our own plan"'), again.text.includes(id)]).toEqual([200, true, true])
  expect(await editions(id)).toEqual([])
  const answers = [
    await textOf('/requirements/new', cookie, { ...typed, id, action: 'save' }),
    await textOf('/requirements/new', cookie, { ...typed, id, action: 'save' }),
  ]
  expect(answers.map(({ status, location }) => [status, location])).toEqual([
    [303, `/requirements/${id}`],
    [303, `/requirements/${id}`],
  ])
  expect(await editions(id)).toEqual([
    { label: typed.label, validFrom: '2026-09-01', validTo: null, toCheck: 1, everyMonths: 24, superseded: 0 },
  ])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1`, id)).toEqual([{ act: 'requirement.added' }])
})

it('what is wrong keeps what was typed', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  const { status, text } = await textOf('/requirements/new', cookie, { ...typed, roleIds: [], everyMonths: 'two years', action: 'save' })
  expect(status).toBe(422)
  expect(text).toContain('Enter months as a whole number from 1 to 240')
  expect(text).toContain('value="Our own plan"')
  const again = await textOf('/requirements/new', cookie, { ...typed, roleIds: [], action: 'save' })
  expect(again.text).toContain('Choose at least one role')
})

// “A new edition from a date ends the one in force that day; it is to be compared with the text
// in force again.”
it('a new edition from a date ends the present one that day and asks to be checked again', async () => {
  const { cookie } = await anAccount({ roles: ['officer'] })
  const path = '/requirements/panel/new-edition'
  const next = { ...typed, label: 'Recruitment panel', whose: 'one_holder', roleIds: ['recruitment_panel'], validFrom: '2027-09-01' }
  const taken = await textOf(path, cookie, { ...next, validFrom: '2019-09-02' })
  expect([taken.status, taken.text.includes('An edition begins on that day already')]).toEqual([422, true])
  const check = (await textOf(path, cookie, next)).text
  expect(check).toContain('1 September 2027 is the first day on which it is no longer in force')
  expect(check).toContain('every two years')
  expect((await textOf(path, cookie, { ...next, action: 'save' })).status).toBe(303)
  const label = 'Recruitment panel: one trained member (maintained schools)'
  expect(await editions('panel')).toEqual([
    { label, validFrom: '2019-09-02', validTo: null, toCheck: 1, everyMonths: null, superseded: 1 },
    { label, validFrom: '2019-09-02', validTo: '2027-09-01', toCheck: 1, everyMonths: null, superseded: 0 },
    { label: 'Recruitment panel', validFrom: '2027-09-01', validTo: null, toCheck: 1, everyMonths: 24, superseded: 0 },
  ])
})

// “An edition that is corrected stays as it was in the history, and where its first day moves the
// one before it ends on that day.”
// “What changes is shown before it is saved; figures that were frozen before do not change.”
it('an edition that is corrected stays in the history; moving its first day moves the end of the one before; the second of two is told', async () => {
  const { cookie } = await anAccount({ roles: ['officer'] })
  const path = '/requirements/deputies/editions/deputies-2026'
  const change = { ...typed, roleIds: ['deputy_dsl'], topicIds: ['designated-lead'], validFrom: '2026-09-08', checked: 'yes' }
  const check = (await textOf(path, cookie, change)).text
  expect(check).toContain('worked out anew')
  expect(check).toContain('Compared with the text in force')
  const answers = await Promise.all([1, 2].map(() => textOf(path, cookie, { ...change, id: crypto.randomUUID(), action: 'save' })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  const late = await textOf(path, cookie, { ...change, source: 'Typed late', id: crypto.randomUUID(), action: 'save' })
  expect([late.status, late.text.includes('Typed late'), late.text.includes('changed since you opened this page')]).toEqual([
    409,
    true,
    true,
  ])
  expect(
    await rows(
      `SELECT validFrom, validTo, toCheck FROM RequirementEdition WHERE requirementId = 'deputies' AND supersededAt IS NULL ORDER BY validFrom`,
    ),
  ).toEqual([
    { validFrom: '2019-09-02', validTo: '2026-09-08', toCheck: 1 },
    { validFrom: '2026-09-08', validTo: null, toCheck: 0 },
  ])
  expect((await textOf(path, cookie)).status).toBe(404)
})
