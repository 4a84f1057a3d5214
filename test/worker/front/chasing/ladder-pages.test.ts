// The ladder of a school: an officer notes a contact, sees who is next, corrects what was wrong, and others may not write there.

import { expect, it } from 'vitest'
import { upsert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Olive Officer' })
const colleague = await anAccount({ roles: ['officer'], name: 'Omar Officer' })

const contact = {
  ...{ about: 'roles_not_confirmed', rung: 'office', means: 'letter', happenedOn: '2026-03-02', result: 'written_to', note: '' },
  ...{ nextRung: '', nextOn: '', nextOwnerId: officer.accountId },
}
const note = (school: { id: string }, facts: Partial<Record<keyof typeof contact | 'id', string>> = {}, by = officer, corrects = '') =>
  request(`/organiser/schools/${school.id}/ladder/contacts${corrects && `?corrects=${corrects}`}`, {
    cookie: by.cookie,
    form: { ...contact, id: newId(tick()), ...facts },
  })
const ladder = (school: { id: string }, by = officer) => textOf(request(`/organiser/schools/${school.id}`, { cookie: by.cookie }))
const kept = (school: { id: string }) =>
  rows('SELECT rung, means, result, note, byId, chaseId IS NOT NULL AS chased FROM ContactTried WHERE schoolId = ?1 ORDER BY id', school.id)
const chases = (school: { id: string }) =>
  rows('SELECT matter, subjectId, ownerId, endedWhy FROM Chase WHERE schoolId = ?1 ORDER BY id', school.id)

it('an officer notes a contact in one form; the ladder then says what was tried and who is next', async () => {
  const school = await aSchool({ name: 'Ashgrove Primary' })
  expect(await ladder(school)).toContain('No contact with the school is noted yet.')
  expect((await note(school)).status).toBe(303)
  const page = await ladder(school)
  expect(page).toContain('Nobody confirmed the school’s roles this year')
  expect(page).toContain('Designated safeguarding lead 9 March 2026')
  expect(page).toContain('2 March 2026 School office Letter Written to')
  expect(await chases(school)).toEqual([{ matter: 'roles_not_confirmed', subjectId: '', ownerId: officer.accountId, endedWhy: null }])
})

it('two officers at once begin one chase and both of their contacts are kept; a second press adds nothing', async () => {
  const school = await aSchool()
  const id = newId(tick())
  const press = () => note(school, { id })
  const answers = await Promise.all([press(), press(), note(school, { rung: 'lead', means: 'telephone', result: 'spoke' }, colleague)])
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect(await chases(school)).toHaveLength(1)
  expect((await kept(school)).map(({ rung, byId }) => [rung, byId]).toSorted()).toEqual([
    ['lead', colleague.accountId],
    ['office', officer.accountId],
  ])
})

it('what was noted wrongly is corrected by another row, and an answer that was none opens the chase again', async () => {
  const school = await aSchool()
  await note(school, { result: 'answered' })
  expect((await chases(school)).map(({ endedWhy }) => endedWhy)).toEqual(['answered'])
  expect(await ladder(school)).toContain('The school answered on')
  const [first] = await rows<{ id: string; chaseId: string }>('SELECT id, chaseId FROM ContactTried WHERE schoolId = ?1', school.id)
  const correct = () => note(school, { about: `chase:${first?.chaseId}`, note: 'It was another school' }, officer, first?.id)
  expect((await Promise.all([correct(), correct()])).map(({ status }) => status).toSorted()).toEqual([303, 409])
  expect((await chases(school)).map(({ endedWhy }) => endedWhy)).toEqual([null])
  expect(await kept(school)).toEqual([
    { rung: 'office', means: 'letter', result: 'answered', note: '', byId: officer.accountId, chased: 1 },
    { rung: 'office', means: 'letter', result: 'written_to', note: 'It was another school', byId: officer.accountId, chased: 1 },
  ])
  expect(await ladder(school)).toContain('Answered: the matter is closed (corrected since)')
})

// “One call about several matters is noted once, in one form, and is one line of what was tried.”
it('one call about three matters is noted once, and each of them has it; a second press adds nothing', async () => {
  const school = await aSchool()
  await note(school, { happenedOn: '2026-02-02' })
  const [begun] = await rows<{ id: string }>('SELECT id FROM Chase WHERE schoolId = ?1', school.id)
  const pressedTwice = newId(tick())
  const press = (id: string, ...more: string[]) =>
    request(`/organiser/schools/${school.id}/ladder/contacts`, {
      cookie: officer.cookie,
      form: {
        ...{ ...contact, means: 'telephone', result: 'spoke', note: 'Ms Hill rings back', id },
        about: [`chase:${begun?.id}`, 'never_reached', 'requirement:lead', ...more],
      },
    })
  expect([(await press(pressedTwice)).status, (await press(pressedTwice)).status]).toEqual([303, 303])
  expect(
    await rows(
      'SELECT c.matter, t.note FROM ContactTried t JOIN Chase c ON c.id = t.chaseId WHERE t.schoolId = ?1 AND t.result = ?2 ORDER BY 1',
      school.id,
      'spoke',
    ),
  ).toEqual(['never_reached', 'requirement', 'roles_not_confirmed'].map((matter) => ({ matter, note: 'Ms Hill rings back' })))
  expect((await ladder(school)).match(/Ms Hill rings back/g)).toHaveLength(1)
  expect((await press(newId(tick()), 'requirement:lead')).status).toBe(422)
})

// “A contact begins a follow-up only of what is so: of training that is in date, or of attendance where some is on record, it offers none.”
it('a new contact is about what is so: neither training in date, nor attendance on record, can be begun', async () => {
  const [never, came] = [await aSchool(), await aSchool()]
  await aDelegate(await anEvent({ startsAt: '2026-01-12T09:00:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }), came.id, {
    markType: 'attended',
  })
  const standings = [never, came].map(({ id }) => [id, id === came.id ? 'in_date' : 'no_record'] as const)
  await db.batch(
    standings.map(([rootId, state]) =>
      upsert(db, 'SchoolStanding', ['rootId', 'requirementId'], { rootId, requirementId: 'lead', state, shown: state }),
    ),
  )
  const offered = async ({ id }: { id: string }) => {
    const html = await (await request(`/organiser/schools/${id}/ladder/contacts`, { cookie: officer.cookie })).text()
    expect(html).not.toMatch(/name="about"[^>]*checked/)
    return ['requirement:lead', 'requirement:prevent', 'never_reached'].map((value) => html.includes(`value="${value}"`))
  }
  expect([await offered(never), await offered(came)]).toEqual([
    [true, true, true],
    [false, true, false],
  ])
})

// “Steps above the head are proposed to a named officer and never go by themselves.”
it('a step above the head is proposed to the officer who was named', async () => {
  const school = await aSchool()
  await note(school, { rung: 'head', nextRung: 'chair', nextOn: '2199-03-20', nextOwnerId: colleague.accountId })
  expect(await ladder(school)).toContain('Proposed to Omar Officer: chair of governors, or proprietor 20 March 2199')
  expect((await chases(school)).map(({ ownerId }) => ownerId)).toEqual([colleague.accountId])
})

it.each([
  [{ means: 'telephone' }, 'A message or a letter is written or answered'],
  [{ result: 'not_so' }, 'Choose what came of it'],
  [{ happenedOn: '2199-01-01' }, 'Enter today or an earlier day'],
  [{ nextRung: 'head', nextOn: '' }, 'Enter the day of the next step, today or later'],
  [{ note: 'x'.repeat(1001) }, 'Shorten the note to 1000 characters'],
  [{ about: 'due' }, 'Choose what it was about'],
  [{ nextOwnerId: 'somebody' }, 'Choose an officer from the list'],
])('what is wrong is said and what was typed is kept: %o', async (facts, said) => {
  const school = await aSchool()
  const answer = await note(school, { note: 'Kept as typed', ...facts })
  const html = await answer.text()
  expect([answer.status, html.includes(said)]).toEqual([422, true])
  if (!('note' in facts)) expect(html).toContain('Kept as typed')
  expect(await kept(school)).toEqual([])
})

it('organisers read the ladder and do not write there; readers of reports see nothing of it', async () => {
  const school = await aSchool()
  await note(school)
  const organiser = await anAccount({ roles: ['organiser'] })
  const reader = await anAccount({ roles: ['reader'] })
  expect(await ladder(school, organiser)).not.toContain('Note a contact')
  expect((await note(school, {}, organiser)).status).toBe(404)
  expect((await request(`/organiser/schools/${school.id}`, { cookie: reader.cookie })).status).toBe(404)
  expect(await kept(school)).toHaveLength(1)
})

it('stopping a chase keeps what was tried; of two presses one ends it', async () => {
  const school = await aSchool()
  await note(school)
  const [chase] = await rows<{ id: string }>('SELECT id FROM Chase WHERE schoolId = ?1', school.id)
  const stop = () => request(`/organiser/schools/${school.id}/ladder/${chase?.id}/stop`, { cookie: officer.cookie, form: {} })
  expect((await stop()).status).toBe(303)
  expect((await stop()).status).toBe(404)
  expect((await chases(school)).map(({ endedWhy }) => endedWhy)).toEqual(['stopped'])
  expect(await kept(school)).toHaveLength(1)
})

it('the officer’s own list has overdue steps first, and those of others when asked', async () => {
  const mine = await anAccount({ roles: ['officer'], name: 'Una Officer' })
  const [early, late, other] = [
    await aSchool({ name: 'Early School' }),
    await aSchool({ name: 'Late School' }),
    await aSchool({ name: 'Other School' }),
  ]
  await note(late, { happenedOn: '2026-03-02', nextRung: 'head', nextOn: '2199-03-20', nextOwnerId: mine.accountId }, mine)
  await note(early, { happenedOn: '2026-01-12' }, mine)
  await note(other, { happenedOn: '2026-01-12' }, colleague)
  const list = (query = '') => textOf(request(`/organiser/chasing${query}`, { cookie: mine.cookie }))
  const page = await list()
  expect(page).toContain('2 next steps')
  expect(page.indexOf('Early School')).toBeLessThan(page.indexOf('Late School'))
  expect(page).toContain('19 January 2026 Overdue')
  expect(page).not.toContain('Other School')
  expect(await list('?whose=all&q=other')).toContain('Other School')
  expect(await list('?due=overdue')).not.toContain('Late School')
  expect(await list('?due=later')).not.toContain('Early School')
  const csv = await (await request('/organiser/chasing/steps.csv', { cookie: mine.cookie })).text()
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    'School,Town,URN,About,Last tried,On,Next step,Due,Whose',
    `Early School,Leominster,${early.urn},Nobody confirmed the school’s roles this year,School office: written to,2026-01-12,Designated safeguarding lead,2026-01-19,Una Officer`,
  ])
})

it('a contact is corrected after the school turned out to be another, and a closed school has no next step', async () => {
  const [old, school] = [await aSchool({ name: 'Old Name' }), await aSchool({ name: 'New Name' })]
  await note(old)
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', old.id, school.id)
  const [first] = await rows<{ id: string; chaseId: string }>('SELECT id, chaseId FROM ContactTried WHERE schoolId = ?1', old.id)
  expect((await note(school, { about: `chase:${first?.chaseId}`, note: 'It was the lead', rung: 'lead' }, officer, first?.id)).status).toBe(
    303,
  )
  expect(await ladder(school)).toContain('It was the lead')
  const due = () => textOf(request('/organiser/chasing?q=New+Name', { cookie: officer.cookie }))
  expect(await due()).toContain('New Name')
  await run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, school.id)
  expect(await due()).toContain('No next step of yours')
  expect(await ladder(school)).toContain('It was the lead')
})
