// Lists of schools to follow up: who is on them, and what is done for the ticked ones with one
// press and one check.

import { expect, it } from 'vitest'
import { fieldProblem } from '#correspondence/mailings/mailing.ts'
import { followUpWords } from '#front/chasing/list.ts'
import { anAccount, anAct, anEvent, aSchool, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, all } from '#test/support/rows.ts'
import { aDelegate, triedWith } from '#test/support/school-facts.ts'
import { aSuccession } from '#test/worker/attendance/coverage/world.ts'
import { aRole } from '#test/worker/attendance/requirements/world.ts'
import { aFullEvent, asks } from '#test/worker/booking/waiting/world.ts'

const officer = await anAccount({ roles: ['officer'], name: 'Olive Officer' })
const leads = '/organiser/chasing/lists/leads'

/** A school of which it is kept how its lead stands. */
const aSchoolThat = async (name: string, state: string, facts: Parameters<typeof aSchool>[0] = {}) => {
  const school = await aSchool({ name, ...facts })
  await run('DELETE FROM SchoolStanding WHERE rootId = ?1', school.id)
  await add('SchoolStanding', { rootId: school.id, requirementId: 'lead', state, shown: state })
  return school
}

/**
 * Somebody in the role of lead of whom it is kept that nothing is on record; unconfirmed, they are
 * only proposed.
 */
const aLead = async (school: { id: string }, event: Parameters<typeof aDelegate>[0], confirmed = true, at = school) => {
  const { personId } = await aDelegate(event, at.id)
  const roleId = await aRole(personId, school, confirmed ? {} : { confirmedAt: null })
  if (confirmed) await add('HolderStanding', { rootId: school.id, roleAtSchoolId: roleId, requirementId: 'lead', state: 'no_record' })
  return personId
}
const page = (path = leads) => textOf(request(path, { cookie: officer.cookie }))
const press = (form: Record<string, string | string[]>, path = leads) => request(path, { cookie: officer.cookie, form })
const idIn = (html: string): string => /name="id" value="([^"]+)"/.exec(html)?.[1] ?? ''

const ashgrove = await aSchoolThat('Ashgrove Primary', 'not_in_date', { phase: 'Primary', trustName: 'Marches Trust', trustUid: '9001' })
const bredwardine = await aSchoolThat('Bredwardine School', 'no_record', { phase: 'Secondary' })
await aSchoolThat('Clifford School', 'in_date')
const booked = await aSchoolThat('Dilwyn School', 'not_in_date')
const coming = await anEvent({
  title: 'Lead training',
  startsAt: '2098-03-05T08:30:00.000Z',
  endsAt: '2098-03-05T15:00:00.000Z',
  capacity: 20,
})
await add('CountsTowards', { id: 'counts', eventId: coming.id, requirementId: 'lead', createdAt: '2026-03-02T09:00:00.000Z' })
await aLead(booked, coming)

it('“Whose DSL is not in date on our record, and not booked?” is one press from how schools stand, filtered and as a file', async () => {
  const figures = await (await request('/coverage/requirements', { cookie: officer.cookie })).text()
  expect(figures).toContain(`href="${leads}"`)
  const list = await page()
  expect(list).toContain('2 schools')
  for (const name of ['Ashgrove Primary', 'Bredwardine School']) expect(list).toContain(name)
  for (const name of ['Clifford School', 'Dilwyn School']) expect(list).not.toContain(name)
  expect(await page(`${leads}?phase=Secondary`)).not.toContain('Ashgrove Primary')
  expect(await page(`${leads}?trust=Marches+Trust`)).not.toContain('Bredwardine School')
  const csv = await (await request(`${leads}/schools.csv?phase=Secondary`, { cookie: officer.cookie })).text()
  expect(csv.split('\r\n').slice(0, 3)).toEqual([
    'URN,School,Town,Phase,Kind,Trust,Ward,Telephone,State,Last contacted,On a waiting list,Followed up',
    `${bredwardine.urn},Bredwardine School,Leominster,Secondary,Primary,Not in a trust,Leominster East,,No training on our record,,no,no`,
    '',
  ])
})

it('the answer says at which training the DSL of a school has a place', async () => {
  expect(await page(`/answer?open=booked.yes&school=${booked.id}`)).toContain('a place at “Lead training” on 5 March 2098.')
})

it('a place whose hold has run out is no place: the school is on the list again', async () => {
  const school = await aSchoolThat('Fownhope School', 'not_in_date')
  await aLead(school, coming)
  expect(await page()).not.toContain('Fownhope School')
  await run(`UPDATE Place SET state = 'held', heldUntil = '2026-01-01T00:00:00.000Z' WHERE schoolId = ?1`, school.id)
  expect(await page()).toContain('Fownhope School')
  await run('DELETE FROM SchoolStanding WHERE rootId = ?1', school.id)
})

it('whoever has days in which to do it is on no list until the last of them, and the list says since when a DSL is overdue', async () => {
  const school = await aSchoolThat('Garway School', 'no_record')
  await run(`UPDATE SchoolStanding SET day = '2999-01-01' WHERE rootId = ?1`, school.id)
  expect(await page()).not.toContain('Garway School')
  await run(`UPDATE SchoolStanding SET day = '2026-01-01' WHERE rootId = ?1`, school.id)
  expect(await page()).toContain('Garway School')
  await run(`UPDATE SchoolStanding SET state = 'not_in_date' WHERE rootId = ?1`, school.id)
  expect(await page()).toMatch(/Garway School[^=]*Overdue on our record since 1 January 2026/)
  await run('DELETE FROM SchoolStanding WHERE rootId = ?1', school.id)
})

// “A school is booked once its lead is, or the person proposed where nobody is confirmed; a
// colleague’s place does not count.”
it('only a place of whoever is due takes a school off the list: not a colleague’s, but one at another school, of somebody proposed, or before its register is closed', async () => {
  const over = await anEvent({ topicId: 'designated-lead', startsAt: '2026-02-24T08:30:00.000Z', endsAt: '2026-02-24T15:00:00.000Z' })
  const elsewhere = await aSchool()
  const named = async (name: string) => aSchoolThat(name, 'no_record')
  const [colleague, federated, proposed] = [await named('Hampton School'), await named('Ivington School'), await named('Kilpeck School')]
  const [was, two] = [await named('Ledgemoor School'), await named('Much Birch School')]
  const none = await anEvent({ startsAt: '2098-05-05T08:30:00.000Z', endsAt: '2098-05-05T15:00:00.000Z' })
  await aLead(colleague, none)
  await aDelegate(coming, colleague.id, { name: 'A Colleague' })
  await aLead(federated, coming, true, elsewhere)
  await aLead(proposed, coming, false)
  const there = await aLead(was, over)
  // Of two leads one has no place.
  await aLead(two, coming)
  await aLead(two, none)
  const here = async () => {
    const text = await page()
    return ['Hampton', 'Ivington', 'Kilpeck', 'Ledgemoor', 'Much Birch'].filter((name) => text.includes(`${name} School`))
  }
  expect(await here()).toEqual(['Hampton', 'Much Birch'])
  // Its register says that they were away.
  const away = '2026-02-25T09:00:00.000Z'
  const [place] = await all('Place', { personId: there })
  for (const { sessionId } of await all('PlaceSession', { placeId: place?.id ?? '' }))
    await add('Mark', { sessionId, placeId: place?.id, ...{ happenedAt: away, notedAt: away, receivedAt: away }, source: 'screen' })
  expect(await here()).toEqual(['Hampton', 'Ledgemoor', 'Much Birch'])
  for (const { id } of [colleague, federated, proposed, was, two]) await run('DELETE FROM SchoolStanding WHERE rootId = ?1', id)
})

it('a place at an event of which nobody has said what it counts for takes a school off the list by what it is about, one said not to count does not', async () => {
  const school = await aSchoolThat('Garway School', 'not_in_date')
  const event = await anEvent({ topicId: 'designated-lead', startsAt: '2098-03-06T08:30:00.000Z', endsAt: '2098-03-06T15:00:00.000Z' })
  await aLead(school, event)
  expect(await page()).not.toContain('Garway School')
  await add('CountsTowards', {
    id: 'counts-not',
    eventId: event.id,
    requirementId: 'lead',
    countsAs: 'none',
    createdAt: '2026-03-02T09:00:00.000Z',
  })
  expect(await page()).toContain('Garway School')
  await run('DELETE FROM SchoolStanding WHERE rootId = ?1', school.id)
})

it('a list without anybody of our record has those whom nobody ever came from, and not who came, themselves or as a school that merged into them', async () => {
  const past = await anEvent({ startsAt: '2026-02-27T08:30:00.000Z', endsAt: '2026-02-27T15:00:00.000Z' })
  const came = await aSchool({ name: 'Eardisley School' })
  const [merged, splitOff] = [await aSchool({ name: 'Kington School' }), await aSchool({ name: 'Weobley School' })]
  await aDelegate(past, came.id, { markType: 'attended' })
  await aSuccession(came, merged, 'merger')
  await aSuccession(merged, splitOff, 'split')
  const list = await page('/organiser/chasing/lists/no-record')
  expect(['Ashgrove Primary', 'Eardisley School', 'Kington School', 'Weobley School'].filter((name) => list.includes(name))).toEqual([
    'Ashgrove Primary',
  ])
})

it('one press shows what will happen and writes nothing; the second prepares the draft once, however often it is pressed', async () => {
  const check = await press({ do: 'message', schools: [ashgrove.id] })
  const html = await check.text()
  expect(await textOf(new Response(html))).toContain('A message to 1 school is written for you')
  expect(await rows('SELECT id FROM Chase')).toEqual([])
  const form = { do: 'message', sure: 'yes', id: idIn(html), schools: [ashgrove.id] }
  const answers = await Promise.all([press(form), press(form)])
  expect(answers.map((one) => [one.status, one.headers.get('location')])).toEqual([
    [303, `/organiser/mailings/${form.id}`],
    [303, `/organiser/mailings/${form.id}`],
  ])
  expect(await rows(`SELECT state, nature, audience FROM Sending WHERE kind = 'mailing'`)).toEqual([
    {
      ...{ state: 'draft', nature: 'statutory' },
      audience: JSON.stringify({ of: 'named', schools: [ashgrove.id], list: 'No DSL in date on our record, and not booked' }),
    },
  ])
  expect(await rows('SELECT schoolId, matter, subjectId, ownerId FROM Chase')).toEqual([
    { schoolId: ashgrove.id, matter: 'requirement', subjectId: 'lead', ownerId: officer.accountId },
  ])
})

// “A message to schools of a list is written already, with a link to what is asked: guidance
// opens by the school’s own link, without signing in; its sender changes it.”
it('the message is written already, and leads each school to where it answers', async () => {
  const [draft] = await rows<{ id: string; subject: string }>(`SELECT id, subject FROM Sending WHERE kind = 'mailing'`)
  expect(draft?.subject).toBe('Training of your designated safeguarding lead')
  await add('SchoolContact', {
    id: 'office',
    schoolId: ashgrove.id,
    email: 'office@ashgrove.example',
    source: 'council',
    learnedAt: '2026-03-02T09:00:00.000Z',
  })
  const preview = await page(`/organiser/mailings/${draft?.id}/preview`)
  await run(`UPDATE SchoolContact SET endedAt = '2026-03-02T10:00:00.000Z' WHERE id = 'office'`)
  expect(preview).toContain('Our record has no designated safeguarding lead of Ashgrove Primary whose training is in date.')
  expect(preview).toContain(`/school/${ashgrove.id}/requirements`)
  for (const [list, words] of Object.entries(followUpWords))
    for (const text of Object.values(words('A title'))) expect([list, fieldProblem(text, false)]).toEqual([list, undefined])
})

it('once it is sent the ladder says who was written to, and only of schools with an address', async () => {
  await add('SchoolContact', {
    id: 'lead',
    schoolId: ashgrove.id,
    name: 'Lena Lead',
    email: 'lead@ashgrove.example',
    roleId: 'dsl',
    source: 'council',
    learnedAt: '2026-03-02T09:00:00.000Z',
  })
  const [draft] = await rows<{ id: string }>(`SELECT id FROM Sending WHERE kind = 'mailing'`)
  const at = `/organiser/mailings/${draft?.id}`
  expect(await page(`${at}/people`)).toContain('Lena Lead')
  expect(await page(`${at}/whom`)).not.toContain('All open schools of the area')
  await run(`UPDATE Sending SET subject = 'Your lead', body = 'Please book.', basis = 'A law' WHERE id = ?1`, draft?.id)
  const mark = /name="mark" value="([^"]+)"/.exec(await (await request(`${at}/send`, { cookie: officer.cookie })).text())?.[1] ?? ''
  expect((await press({ mark }, `${at}/send`)).status).toBe(303)
  expect(await triedWith(ashgrove.id)).toEqual([
    {
      matter: 'requirement',
      rung: 'lead',
      means: 'message',
      result: 'written_to',
      happenedAt: expect.any(String),
      byId: officer.accountId,
    },
  ])
})

it('places are reserved for the ticked schools once, and what is wrong keeps what was typed', async () => {
  const html = await (await press({ do: 'hold', which: 'all', schools: [] })).text()
  const form = { do: 'hold', sure: 'yes', id: idIn(html), schools: [ashgrove.id, bredwardine.id], event: coming.code, places: '2' }
  const wrong = await press({ ...form, releaseDate: '', releaseTime: '' })
  expect([wrong.status, (await wrong.text()).includes('Enter the date on which the places are released')]).toEqual([422, true])
  const right = { ...form, releaseDate: '2098-03-03', releaseTime: '12:00' }
  expect((await Promise.all([press(right), press(right)])).map(({ status }) => status)).toEqual([303, 303])
  expect(await rows(`SELECT places, forWhom FROM HeldBack`)).toEqual([{ places: 2, forWhom: 'schools' }])
  expect((await rows<{ schoolId: string }>('SELECT schoolId FROM HeldBackSchool')).map(({ schoolId }) => schoolId).toSorted()).toEqual(
    [ashgrove.id, bredwardine.id].toSorted(),
  )
})

// “A school joins a waiting list itself: nobody asks for places in its name from a list.” “A
// school that waits for a place has none: it stays on the list of leads who are not booked, and the
// list says that it waits.”
it('a school that waits for a place stays on the list, which says so and leads to a message and reserved places alone', async () => {
  const { event } = await aFullEvent(1, { startsAt: '2099-03-05T08:30:00.000Z', endsAt: '2099-03-05T15:00:00.000Z' })
  const contact = await anAccount({ schoolIds: [ashgrove.id] })
  await asks({ school: ashgrove, ...contact, act: () => anAct({ actor: contact.actor, now: new Date() }) }, event.code, 1)
  await add('CountsTowards', { eventId: event.id, requirementId: 'lead', createdAt: '2026-03-02T09:00:00.000Z' })
  const html = await (await request(leads, { cookie: officer.cookie })).text()
  expect(html.match(/Waits for a place/g)).toHaveLength(1)
  expect([...html.matchAll(/name="do" value="(\w+)"/g)].map(([, what]) => what)).toEqual(['message', 'hold'])
})

it('nothing ticked is said', async () => {
  expect(await htmlOf(press({ do: 'message' }), 422)).toContain('Tick at least one school')
})

// “A school that has answered, or whose matter is settled, gets no message any more that was
// prepared for it.”
it('a school that answered after the draft was prepared, or while it is paused, is not written to', async () => {
  const schools = [
    await aSchoolThat('Garway School', 'no_record'),
    await aSchoolThat('Holmer School', 'no_record'),
    await aSchoolThat('Ivington School', 'no_record'),
  ]
  for (const [n, { id }] of schools.entries())
    await add('SchoolContact', {
      id: `answers ${n}`,
      schoolId: id,
      name: `Lead ${n}`,
      email: `lead${n}@answers.example`,
      roleId: 'dsl',
      source: 'council',
      learnedAt: '2026-03-02T09:00:00.000Z',
    })
  const ids = schools.map(({ id }) => id)
  const id = idIn(await (await press({ do: 'message', schools: ids })).text())
  await press({ do: 'message', sure: 'yes', id, schools: ids })
  const answers = (school: { id: string } | undefined) =>
    run(`UPDATE Chase SET endedAt = '2026-03-03T09:00:00.000Z', endedWhy = 'answered' WHERE schoolId = ?1`, school?.id)
  await answers(schools[0])
  const people = await page(`/organiser/mailings/${id}/people`)
  expect([people.includes('Lead 0'), people.includes('Lead 1'), people.includes('Lead 2')]).toEqual([false, true, true])
  await run(
    `UPDATE Sending SET subject = 'Your lead', body = 'Please book.', basis = 'A law', state = 'sending', startedAt = '2026-03-03T09:00:00.000Z' WHERE id = ?1`,
    id,
  )
  await run(`UPDATE Sending SET state = 'paused' WHERE id = ?1`, id)
  for (const n of [1, 2]) await add('SendingRecipient', { sendingId: id, number: n, email: `lead${n}@answers.example`, schoolId: ids[n] })
  await answers(schools[1])
  expect(await rows('SELECT number, state, why FROM SendingRecipient WHERE sendingId = ?1 ORDER BY number', id)).toEqual([
    { number: 1, state: 'skipped', why: 'settled' },
    { number: 2, state: 'waiting', why: null },
  ])
  expect(await page(`/organiser/mailings/${id}`)).toContain('Not sent: the school answered before, or the matter was over')
})

it('“A message of a list of schools that offers an event is an invitation to it.”', async () => {
  const event = await anEvent({ title: 'Lead training', startsAt: '2099-03-02T08:30:00.000Z', endsAt: '2099-03-02T15:00:00.000Z' })
  const school = await aSchoolThat('Kimbolton School', 'no_record')
  const check = await press({ do: 'message', schools: [school.id] })
  const html = await check.text()
  expect(html).toContain(`<option value="${event.code}">`)
  const form = { do: 'message', sure: 'yes', id: idIn(html), schools: [school.id] }
  const wrong = await press({ ...form, event: 'NOSUCH' })
  expect([wrong.status, (await wrong.text()).includes('Choose an event from the list')]).toEqual([422, true])
  expect(await rows('SELECT 1 FROM Sending WHERE id = ?1', form.id)).toEqual([])
  expect((await press({ ...form, event: event.code })).status).toBe(303)
  expect(await rows('SELECT state, nature, eventId, subject FROM Sending WHERE id = ?1', form.id)).toEqual([
    { state: 'draft', nature: 'training', eventId: event.id, subject: 'Invitation: {title}, {day}' },
  ])
})
