// docs/rules/questions.md, sentence by sentence.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { eventByCode } from '#events/events/store.ts'
import { changeAnswers } from '#events/questions/change-answers.ts'
import { fieldName } from '#events/questions/forms.ts'
import type { QuestionFacts } from '#events/questions/question.ts'
import { addQuestion, changeQuestion, moveQuestion, retireQuestion } from '#events/questions/save-question.ts'
import { copyQuestions, insertAnswers, readBookingAnswers, selectCountedQuestions, selectQuestions } from '#events/questions/store.ts'
import { databaseWith } from '#test/support/database-with.ts'
import {
  anAccount,
  anAct,
  anEvent,
  aSchool,
  before,
  db,
  existing,
  request,
  rows,
  run,
  saidBy,
  tick,
  tripsOf,
} from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'

const facts = (more: Partial<QuestionFacts> = {}): QuestionFacts => ({
  ...{ scope: 'booking', kind: 'text', label: 'What do you hope to learn?', hint: '', settings: {}, required: false },
  ...more,
})

const aWorld = async (startsAt = '2099-06-12T08:30:00.000Z') => {
  const made = await anEvent({ startsAt, endsAt: `${startsAt.slice(0, 11)}15:00:00.000Z` })
  const organiser = await anAccount({ roles: ['organiser'] })
  const event = await eventByCode(db, made.code).then(existing)
  const act = () => anAct({ actor: organiser.actor })
  const ask = async (more: Partial<QuestionFacts> = {}): Promise<string> => {
    const id = newId(tick())
    expect(await addQuestion(act(), event, { id, facts: facts(more) })).toEqual({ ok: true, value: 'added' })
    return id
  }
  return { event, made, organiser, act, ask, at: `/organiser/events/${made.code}/questions` }
}

const aBooking = async (event: { id: string }, name = 'Siân Ŵyn') => {
  const school = await aSchool()
  const personId = await aPerson()
  await run('UPDATE Person SET name = ?2 WHERE id = ?1', personId, name)
  const placeId = await aPlace(event as never, school, { personId })
  const [place] = await rows<{ bookingId: string }>('SELECT bookingId FROM Place WHERE id = ?1', placeId)
  return { school, personId, placeId, bookingId: place?.bookingId ?? '' }
}

const answer = async (bookingId: string, questionId: string, value: string, placeId: string | null = null) =>
  db.batch(insertAnswers(anAct(), bookingId, [{ questionId, placeId, value }]))

const answersOf = async (bookingId: string) => {
  const [booking] = await rows<{ reference: string }>('SELECT reference FROM Booking WHERE id = ?1', bookingId)
  return readBookingAnswers(db, booking?.reference ?? '')
}

const labels = async (eventId: string) => (await readNow(db, selectQuestions(db, { id: eventId }))).map((question) => question.label)

// “An organiser adds, reorders, changes and retires questions on the pages of an event; twenty
// questions are the most an event asks, and a cancelled event takes no more.”
it('an organiser adds, reorders, changes and retires questions on the pages of an event', async () => {
  const { event, organiser, at } = await aWorld()
  const { cookie } = organiser
  const form = (label: string, more: Record<string, string> = {}) => ({
    id: crypto.randomUUID(),
    label,
    hint: '',
    scope: 'place',
    kind: 'choice',
    options: 'A\nB',
    ...more,
  })
  expect((await request(`${at}/new`, { cookie })).status).toBe(200)
  const twice = form('First')
  expect([
    (await request(`${at}/new`, { cookie, form: twice })).status,
    (await request(`${at}/new`, { cookie, form: twice })).status,
  ]).toEqual([303, 303])
  await request(`${at}/new`, { cookie, form: form('Second', { required: 'yes' }) })
  await request(`${at}/new`, { cookie, form: form('<b>Third</b>') })
  expect(await labels(event.id)).toEqual(['First', 'Second', '<b>Third</b>'])
  const [, second, third] = await readNow(db, selectQuestions(db, event))
  expect((await request(`${at}/${third?.id}/up`, { cookie, form: { x: '1' } })).headers.get('location')).toBe(`${at}#question-${third?.id}`)
  expect(await labels(event.id)).toEqual(['First', '<b>Third</b>', 'Second'])
  await request(`${at}/${second?.id}/down`, { cookie, form: { x: '1' } })
  expect(await labels(event.id)).toEqual(['First', '<b>Third</b>', 'Second'])
  expect((await request(`${at}/${second?.id}/change`, { cookie, form: form('Second, better', { id: second?.id ?? '' }) })).status).toBe(303)
  expect(await labels(event.id)).toEqual(['First', '<b>Third</b>', 'Second, better'])
  expect((await request(`${at}/${third?.id}/retire`, { cookie })).status).toBe(200)
  expect([
    (await request(`${at}/${third?.id}/retire`, { cookie, form: { x: '1' } })).status,
    (await request(`${at}/${third?.id}/retire`, { cookie, form: { x: '1' } })).status,
  ]).toEqual([303, 303])
  expect(await labels(event.id)).toEqual(['First', 'Second, better'])
  for (const [way, says] of [
    ['change', 'This question is not asked any more, so it cannot be changed. Add a new one instead'],
    ['retire', 'It is not asked any more'],
  ] as const) {
    const late = await request(`${at}/${third?.id}/${way}`, { cookie })
    expect([late.status, late.headers.get('location'), saidBy(late)]).toEqual([303, at, expect.stringContaining(says)])
    expect((await request(`${at}/${newId(tick())}/${way}`, { cookie })).status).toBe(404)
  }
  const lateForm = await request(`${at}/${third?.id}/change`, { cookie, form: form('Third, better', { id: third?.id ?? '' }) })
  expect([lateForm.status, saidBy(lateForm)]).toEqual([303, expect.stringContaining('This question is not asked any more')])
  const page = await (await request(at, { cookie })).text()
  expect(page).toContain('Second, better')
  expect(page).not.toContain('<b>Third')
  const log = await rows<{ act: string; after: string }>(`SELECT act, after FROM Log WHERE eventId = ?1 ORDER BY id`, event.id)
  expect(log.map((row) => row.act)).toEqual([
    'question.added',
    'question.added',
    'question.added',
    'question.moved',
    'question.changed',
    'question.retired',
  ])
  expect(JSON.stringify(log)).not.toMatch(/First|Second|Third/)
})

it('a question of another event is not there', async () => {
  const [{ ask }, other] = [await aWorld(), await aWorld()]
  expect((await request(`${other.at}/${await ask()}/change`, { cookie: other.organiser.cookie })).status).toBe(404)
})

// “A question about food, health, access or names of children is not saved before the organiser
// has read why not to ask it.”
it('a question about food, health or access is not saved before the organiser has read that Needs asks that; what was typed is kept', async () => {
  const { event, organiser, at } = await aWorld()
  const form = { id: crypto.randomUUID(), label: 'Any dietary requirements?', hint: 'Say', scope: 'place', kind: 'text', options: '' }
  const first = await request(`${at}/new`, { cookie: organiser.cookie, form })
  const page = await first.text()
  expect(first.status).toBe(422)
  expect(page).toContain('Use Needs instead')
  expect(page).toContain('value="Any dietary requirements?"')
  expect(await labels(event.id)).toEqual([])
  expect((await request(`${at}/new`, { cookie: organiser.cookie, form: { ...form, anyway: 'yes' } })).status).toBe(303)
  expect(await labels(event.id)).toEqual(['Any dietary requirements?'])
})

// “An answered question is never rewritten: another wording, hint or choice of answers retires it
// and asks a new one in its place, and the page says so before.” “Whether it must be answered
// can change at any time.”
it('an answered question is never rewritten: another wording retires it and asks a new one in its place; whether it must be answered can change', async () => {
  const { event, act, ask } = await aWorld()
  const first = await ask({ label: 'First' })
  const id = await ask({ label: 'Day?', kind: 'choice', settings: { options: ['Mon', 'Tue'] } })
  await ask({ label: 'Last' })
  const { bookingId } = await aBooking(event)
  await answer(bookingId, id, 'Mon')
  expect(
    await changeQuestion(act(), event, id, facts({ label: 'Day?', kind: 'choice', settings: { options: ['Mon', 'Tue'] }, required: true })),
  ).toEqual({ ok: true, value: 'changed' })
  expect(
    await changeQuestion(act(), event, id, facts({ label: 'Day?', kind: 'choice', settings: { options: ['Mon', 'Wed'] }, required: true })),
  ).toEqual({ ok: true, value: 'replaced' })
  expect((await readNow(db, selectQuestions(db, event))).map(({ label, settings }) => [label, settings])).toEqual([
    ['First', {}],
    ['Day?', { options: ['Mon', 'Wed'] }],
    ['Last', {}],
  ])
  expect((await readNow(db, selectCountedQuestions(db, event))).at(-1)).toMatchObject({
    id,
    settings: { options: ['Mon', 'Tue'] },
    required: true,
    answers: 1,
  })
  await expect(run(`UPDATE EventQuestion SET label = 'Other' WHERE id = ?1`, id)).rejects.toThrow('question_is_')
  expect(await changeQuestion(act(), event, id, facts())).toEqual({ ok: false, reason: 'question_is_retired' })
  expect(await changeQuestion(act(), event, first, facts({ label: 'First, changed' }))).toEqual({ ok: true, value: 'changed' })
})

it('a question that is answered while its wording is being changed is replaced, not rewritten', async () => {
  const { event, organiser, ask } = await aWorld()
  const id = await ask({ label: 'Old words' })
  const { bookingId } = await aBooking(event)
  const between = before(1, () => answer(bookingId, id, 'To the old words'))
  expect(await changeQuestion(anAct({ db: between, actor: organiser.actor }), event, id, facts({ label: 'New words' }))).toEqual({
    ok: true,
    value: 'replaced',
  })
  expect((await readNow(db, selectCountedQuestions(db, event))).map(({ label, answers }) => [label, answers])).toEqual([
    ['New words', 0],
    ['Old words', 1],
  ])
})

it('control: without the trigger the same race rewrites what was answered', async () => {
  const { event, ask } = await aWorld()
  const id = await ask({ label: 'Old words' })
  const { bookingId } = await aBooking(event)
  await answer(bookingId, id, 'To the old words')
  await dropTriggers('EventQuestion_answered_stands')
  await run(`UPDATE EventQuestion SET label = 'New words' WHERE id = ?1`, id)
  expect((await readNow(db, selectCountedQuestions(db, event))).map(({ label, answers }) => [label, answers])).toEqual([['New words', 1]])
})

it('two organisers who reorder at once leave each question once', async () => {
  const { event, ask, at, organiser } = await aWorld()
  const ids = [await ask({ label: 'A' }), await ask({ label: 'B' }), await ask({ label: 'C' })]
  await Promise.all(
    [0, 1, 2, 0, 1, 2].map((n, turn) =>
      request(`${at}/${ids[n]}/${turn % 2 ? 'up' : 'down'}`, { cookie: organiser.cookie, form: { x: '1' } }),
    ),
  )
  const asked = await readNow(db, selectQuestions(db, event))
  expect(new Set(asked.map(({ label }) => label))).toEqual(new Set(['A', 'B', 'C']))
  expect(new Set(asked.map(({ position }) => position)).size).toBe(3)
})

it('twenty questions are the most an event asks, and a cancelled event takes no more', async () => {
  const { event, act, ask } = await aWorld()
  for (let n = 0; n < 20; n += 1) await ask()
  expect(await addQuestion(act(), event, { id: newId(tick()), facts: facts() })).toEqual({ ok: false, reason: 'too_many_questions' })
  expect(await addQuestion(act(), { ...event, state: 'cancelled' }, { id: newId(tick()), facts: facts() })).toEqual({
    ok: false,
    reason: 'event_cancelled',
  })
})

it('an answer is about its own event, by booking or by place as the question is asked', async () => {
  const { event, ask } = await aWorld()
  const other = await aWorld()
  const once = await ask()
  const each = await ask({ scope: 'place' })
  const elsewhere = await other.ask()
  const one = await aBooking(event)
  const two = await aBooking(event)
  await expect(answer(one.bookingId, elsewhere, 'x')).rejects.toThrow('answer_misplaced')
  await expect(answer(one.bookingId, once, 'x', one.placeId)).rejects.toThrow('answer_misplaced')
  await expect(answer(one.bookingId, each, 'x')).rejects.toThrow('answer_misplaced')
  await expect(answer(one.bookingId, each, 'x', two.placeId)).rejects.toThrow('answer_misplaced')
  await answer(one.bookingId, each, 'x', one.placeId)
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, one.placeId, tick().toISOString())
  await expect(answer(one.bookingId, each, 'y', one.placeId)).rejects.toThrow('answer_misplaced')
})

// “The log says which question was answered for what, and none of the words.”
it('a new answer supersedes the one before, which stays; an emptied one is taken back; once the event has begun neither changes', async () => {
  const { event, act, ask } = await aWorld()
  const id = await ask()
  const { bookingId, school } = await aBooking(event)
  const booking = { id: bookingId, schoolId: school.id, event, isCancelled: false }
  const give = async (given: string | undefined, at = act()) => {
    const { questions, answers } = await answersOf(bookingId)
    return changeAnswers(at, booking, given === undefined ? [] : [{ questionId: id, placeId: null, value: given }], answers, {
      questions,
      placeIds: [null],
    })
  }
  expect(await give('Coffi')).toEqual({ ok: true, value: 1 })
  expect(await give('Coffi')).toEqual({ ok: true, value: 0 })
  expect(await give('Te 茶')).toEqual({ ok: true, value: 1 })
  expect(
    await rows<{ value: string; stands: number }>(
      'SELECT value, supersededAt IS NULL AS stands FROM Answer WHERE bookingId = ?1 ORDER BY id',
      bookingId,
    ),
  ).toEqual([
    { value: 'Coffi', stands: 0 },
    { value: 'Te 茶', stands: 1 },
  ])
  expect(await give('late', anAct({ now: new Date('2099-06-12T08:30:00.000Z') }))).toEqual({ ok: false, reason: 'event_started' })
  expect(await give(undefined)).toEqual({ ok: true, value: 1 })
  expect((await answersOf(bookingId)).answers).toEqual([])
  const log = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'booking.answers_changed' AND subjectId = ?1`, bookingId)
  expect(JSON.stringify(log)).not.toMatch(/Coffi|茶/)
})

// “A booking that is cancelled answers nothing any more.”
it('a booking that is cancelled is not asked to answer, and takes no answer from a page that was open', async () => {
  const { event, ask } = await aWorld()
  const question = await ask()
  const { bookingId, school } = await aBooking(event)
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const [{ reference } = { reference: '' }] = await rows<{ reference: string }>('SELECT reference FROM Booking WHERE id = ?1', bookingId)
  const page = async (path: string) => (await request(path, { cookie })).text()
  expect(await page(`/bookings/${reference}`)).toContain('Answer or change answers')
  const at = tick().toISOString()
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE bookingId = ?1`, bookingId, at)
  await run('UPDATE Booking SET cancelledAt = ?2 WHERE id = ?1', bookingId, at)
  expect(await page(`/bookings/${reference}`)).not.toContain('Answer or change answers')
  expect(await page(`/bookings/${reference}/answers`)).toContain('The booking is cancelled, so there is nothing to answer any more.')
  expect((await request(`/bookings/${reference}/answers`, { cookie, form: { [fieldName(question)]: 'Everything' } })).status).toBe(409)
  expect((await answersOf(bookingId)).answers).toEqual([])
})

it('ten answers given at once leave one that stands', async () => {
  const { event, ask } = await aWorld()
  const id = await ask()
  const { bookingId } = await aBooking(event)
  await Promise.all(Array.from({ length: 10 }, (_, n) => answer(bookingId, id, `answer ${n}`)))
  expect(await rows('SELECT COUNT(*) AS n FROM Answer WHERE bookingId = ?1 AND supersededAt IS NULL', bookingId)).toEqual([{ n: 1 }])
})

it('when a place changes hands the answers of the one who leaves end; two records made one keep them', async () => {
  const { event, ask } = await aWorld()
  const id = await ask({ scope: 'place' })
  const { bookingId, placeId, personId } = await aBooking(event)
  await answer(bookingId, id, 'mine', placeId)
  const kept = await aPerson()
  await db.batch([
    insert('PersonMerge', { keptId: kept, mergedId: personId, moved: '{}' }),
    db.prepare('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1').bind(placeId, kept, tick().toISOString()),
  ])
  const standing = () => rows('SELECT value FROM Answer WHERE placeId = ?1 AND supersededAt IS NULL', placeId)
  expect(await standing()).toEqual([{ value: 'mine' }])
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', placeId, await aPerson(), tick().toISOString())
  expect(await standing()).toEqual([])
})

it('a question retired between the form and the booking takes no place away: its answer is left out', async () => {
  const { event, ask } = await aWorld()
  const id = await ask()
  const { bookingId } = await aBooking(event)
  await run('UPDATE EventQuestion SET retiredAt = ?2 WHERE id = ?1', id, tick().toISOString())
  await answer(bookingId, id, 'nobody asks any more')
  expect(await rows('SELECT id FROM Answer WHERE bookingId = ?1', bookingId)).toEqual([])
})

// “The organiser sees counts for each answer, own words and who has not answered, and takes them
// out as a file.” “Answers of places that were cancelled are not counted.”
it('the organiser sees counts for each answer, own words with who wrote them, and who has not answered', async () => {
  const { event, made, organiser, ask } = await aWorld()
  const once = await ask({ label: 'Own words?' })
  const each = await ask({ label: 'Day?', scope: 'place', kind: 'choices', settings: { options: ['Mon', 'Tue', 'Wed'] }, required: true })
  const yes = await ask({ label: 'Coming by car?', scope: 'place', kind: 'yes_no' })
  const one = await aBooking(event, 'Siân <i>')
  const two = await aBooking(event, 'Tomos')
  const gone = await aBooking(event, 'Cancelled')
  await answer(one.bookingId, once, '=HYPERLINK("http://evil")')
  await answer(one.bookingId, each, 'Mon\nTue', one.placeId)
  await answer(two.bookingId, yes, 'yes', two.placeId)
  await answer(gone.bookingId, yes, 'yes', gone.placeId)
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, gone.placeId, tick().toISOString())
  const page = await (await request(`/organiser/events/${made.code}/answers`, { cookie: organiser.cookie })).text()
  expect(page).toContain('1 of 2 bookings answered')
  expect(page).toContain('1 of 2 people answered; each could choose several')
  expect(page).toContain('1 without an answer to a question that must be answered')
  expect(page.match(/Mon<\/th><td[^>]*>1<\/td>/)).toBeTruthy()
  expect(page.match(/Wed<\/th><td[^>]*>0<\/td>/)).toBeTruthy()
  expect(page).not.toContain('Cancelled')
  expect(page).not.toContain('Siân <i>')
  const csv = await (await request(`/organiser/events/${made.code}/answers.csv`, { cookie: organiser.cookie })).text()
  expect(csv).toContain('Own words? (once for the booking),Day?,Coming by car?')
  expect(csv).toContain(`"'=HYPERLINK(""http://evil"")",Mon; Tue,`)
})

it('a label that a spreadsheet would run as a formula is text in the head of the file', async () => {
  const { made, organiser, ask } = await aWorld()
  await ask({ label: '=1+1' })
  expect(await (await request(`/organiser/events/${made.code}/answers.csv`, { cookie: organiser.cookie })).text()).toContain(`,'=1+1 (once`)
})

it('the pages take the same number of round trips with one question and place as with many', async () => {
  const trips = async (many: number) => {
    const { event, made, organiser, ask, at } = await aWorld()
    for (let n = 0; n < many; n += 1) {
      const id = await ask()
      await answer((await aBooking(event)).bookingId, id, 'x')
    }
    return Promise.all(
      [at, `/organiser/events/${made.code}/answers`].map(async (path) =>
        tripsOf(async (on) => {
          expect((await request(path, { cookie: organiser.cookie, bindings: { DB: on } })).status).toBe(200)
        }),
      ),
    )
  }
  expect(await trips(1)).toEqual(await trips(5))
})

it('answers are counted for the list of questions, and not where nobody reads how many there are', async () => {
  const { event, made, organiser, ask, at } = await aWorld()
  const [first, last] = [await ask({ label: 'First' }), await ask({ label: 'Last' })]
  let counts = 0
  const watched = databaseWith(db, {
    prepare: (sql: string) => {
      if (sql.includes('COUNT(*) FROM Answer')) counts += 1
      return db.prepare(sql)
    },
  })
  const act = () => anAct({ db: watched, actor: organiser.actor })
  expect(await moveQuestion(act(), event, last, 'up')).toEqual({ ok: true, value: undefined })
  expect(await retireQuestion(act(), event, first)).toEqual({ ok: true, value: undefined })
  const read = (path: string) => request(path, { cookie: organiser.cookie, bindings: { DB: watched } })
  expect((await read(`/organiser/events/${made.code}/answers`)).status).toBe(200)
  expect(counts).toBe(0)
  expect((await read(at)).status).toBe(200)
  expect(counts).toBeGreaterThan(0)
})

it('an event that is copied asks the same questions, and none that was retired', async () => {
  const { event, act, ask } = await aWorld()
  await ask({ label: 'A', kind: 'choice', settings: { options: ['x', 'y'] }, required: true })
  const retired = await ask({ label: 'B' })
  await ask({ label: 'C', scope: 'place' })
  await run('UPDATE EventQuestion SET retiredAt = ?2 WHERE id = ?1', retired, tick().toISOString())
  const copy = await anEvent()
  await copyQuestions(act(), event.id, copy.id).run()
  const told = async (id: string) =>
    (await readNow(db, selectQuestions(db, { id }))).map(({ label, scope, kind, settings, required }) => ({
      label,
      scope,
      kind,
      settings,
      required,
    }))
  expect(await told(copy.id)).toEqual(await told(event.id))
  expect((await readNow(db, selectQuestions(db, copy))).every(({ id }) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  )
})
