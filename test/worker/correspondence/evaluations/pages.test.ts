// What is asked and what came of it, on the pages of organisers, officers and everybody.

import { expect, it } from 'vitest'
import { newToken, sha256 } from '#base/id.ts'
import { anAccount, anEvent, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { add, all, insert } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { dueRows } from '#upkeep/records/due-store.ts'
import { aLink, answer, held, look, morning, questionsOf } from './world.ts'

const organiser = (await anAccount({ roles: ['organiser'] })).cookie
const officer = (await anAccount({ roles: ['officer'] })).cookie
const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const page = async (path: string, cookie?: string) => {
  const response = await request(path, cookie ? { cookie } : {})
  return { status: response.status, text: await response.text() }
}

const one = { 'label-1': 'Was it worth it?', 'kind-1': 'yes_partly_no', weeks: '8' }
const save = (code: string, wave: string, form: Record<string, string>) =>
  request(`/organiser/events/${code}/evaluation/${wave}`, { cookie: organiser, form })

// “What will be asked, and of whom, stands on the page of the event and of each place, and the
// invitation leads to it, also what the head will be asked.”
it('what is saved can be read by everybody before the event, and is linked from the page of a place', async () => {
  const event = await anEvent(ahead)
  expect((await page(`/events/${event.code}`)).text).not.toContain('We ask what it was worth')
  expect((await page(`/events/${event.code}/evaluation`)).status).toBe(404)
  const ready = await page(`/organiser/events/${event.code}/evaluation/head`, organiser)
  expect(ready.text).toContain('Has your school changed how it works on this topic since the event?')
  expect((await save(event.code, 'head', { ...one, 'label-1': 'Has the school a policy?' })).status).toBe(303)
  expect((await save(event.code, 'after', one)).status).toBe(303)
  expect((await page(`/events/${event.code}`)).text).toContain(`href="/events/${event.code}/evaluation"`)
  const { text } = await page(`/events/${event.code}/evaluation`)
  expect(text).toContain('Has the school a policy?')
  expect(text).toContain('To the head of each school that came, on a school day in term, 8 weeks after.')
  expect(text).toContain('no answer about a person is kept')
  const school = await aSchool()
  const booker = await anAccount({ schoolIds: [school.id] })
  const invited = async () => {
    const form: Record<string, string> = {
      school: school.id,
      formId: crypto.randomUUID(),
      rows: '1',
      'name-1': 'Ann Berry',
      'role-1': 'dsl',
    }
    await request(`/events/${event.code}/bookings`, { cookie: booker.cookie, form: { ...form, 'email-1': 'ann@example.sch.uk' } })
    return rows<{ text: string }>(
      `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'invitation'`,
      event.id,
    )
  }
  expect((await invited()).map((mail) => mail.text.includes(`/events/${event.code}/evaluation`))).toEqual([true])
  const placeId = await aPlace(event, await aSchool())
  const token = newToken()
  const [place] = await all('Place', { id: placeId })
  await add('PlaceLink', { placeId, personId: place?.personId ?? '', tokenHash: await sha256(token) })
  expect((await page(`/place/${token}`)).text).toContain(`href="/events/${event.code}/evaluation"`)
})

it('a form without questions asks nobody, and one with mistakes keeps what was typed', async () => {
  const event = await anEvent(ahead)
  await save(event.code, 'later', one)
  const wrong = await save(event.code, 'later', { ...one, weeks: '3' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Was it worth it?')])
  expect(await questionsOf(event, 'later')).toHaveLength(1)
  expect((await save(event.code, 'later', { weeks: '8' })).status).toBe(303)
  expect(await rows('SELECT wave FROM EvaluationWave WHERE eventId = ?1', event.id)).toEqual([])
})

it('questions are asked in the order of their numbers, and a wrong form keeps the numbers', async () => {
  const event = await anEvent(ahead)
  const form = { 'label-1': 'First?', 'kind-1': 'text', 'label-2': 'Second?', 'kind-2': 'choice', 'options-2': 'A\nB', 'place-2': '1' }
  const wrong = await save(event.code, 'after', { ...form, 'place-1': '2', 'options-2': 'A' })
  const text = await wrong.text()
  expect([wrong.status, text.match(/name="place-1".*?value="2" selected/s) !== null, await questionsOf(event)]).toEqual([422, true, []])
  for (const places of [{}, { 'place-1': '2', 'place-2': '2' }, { 'place-1': '2' }]) {
    await save(event.code, 'after', { ...form, ...places })
    expect((await questionsOf(event)).map(({ kind }) => kind)).toEqual(['choice', 'text'])
  }
  await save(event.code, 'after', { ...form, 'place-2': '99' })
  expect((await questionsOf(event)).map(({ kind }) => kind)).toEqual(['text', 'choice'])
})

// “Questions can be changed until the event is over; once they have gone out they stay as they
// are.”
it('questions that have gone out, or whose event is over, stay as they are', async () => {
  const event = await anEvent(ahead)
  await save(event.code, 'after', one)
  await aLink(event)
  const again = await save(event.code, 'after', { ...one, 'label-1': 'Another?' })
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('These questions have gone out')])
  const past = await anEvent()
  const late = await save(past.code, 'after', one)
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('The event is over or cancelled')])
  expect(await questionsOf(past)).toEqual([])
})

const evaluated = async (people: number) => {
  const { event } = await held(0, { asks: ['after'] })
  for (let n = 0; n < people; n += 1) await answer(event, await aLink(event), ['4', '5', 'yes', 'Yes', `Text ${n + 1}`])
  await aLink(event)
  await look(morning('06-14'))
  return event
}

it('of three people the organiser reads how many answered and nothing else, on the page and in the file', async () => {
  const event = await evaluated(3)
  const { text } = await page(`/organiser/events/${event.code}/evaluation`, organiser)
  expect(text).toContain('3 of 4 answered (75%).')
  expect(text).toContain('Nothing is shown to anybody before 5 people have answered.')
  expect(text).not.toContain('How useful was this event')
  expect((await page(`/organiser/events/${event.code}/evaluation.csv`, organiser)).text).toBe(
    'When,Asked,Answered,Shown,Question,Answer,People\r\nRight after,4,3,0,,Too few to show,\r\n',
  )
})

// “A text is shown once a safeguarding officer has let it be read; what is kept back stays so.
// Who read it and when is kept with it, and a second reading changes nothing.”
it('of five people figures are shown, and texts once an officer has decided on them', async () => {
  const event = await evaluated(5)
  const at = `/organiser/events/${event.code}/evaluation`
  const before = await page(at, organiser)
  expect(before.text).toContain('5 of 6 answered (83%).')
  expect(before.text).toContain('How useful was this event for your work?')
  expect(before.text).toContain('5 texts wait until a safeguarding officer has read them.')
  expect(before.text).not.toContain('Text 1')
  expect((await page(`/organiser/evaluations/${event.code}`, organiser)).status).toBe(404)
  const toRead = await page(`/organiser/evaluations/${event.code}`, officer)
  expect(toRead.text).toContain('Text 1')
  expect(toRead.text).toContain('Show none that does, or that tells who wrote it')
  expect((await page('/organiser/evaluations', officer)).text).toContain(`href="/organiser/evaluations/${event.code}"`)
  const texts = await rows<{ id: string; value: string }>(
    `SELECT id, value FROM EvaluationAnswer WHERE value LIKE 'Text%' AND shown IS NULL AND questionId = ?1 ORDER BY value`,
    (await questionsOf(event))[4]?.id,
  )
  const [first, second, third] = texts
  const decide = (form: Record<string, string>) => request(`/organiser/evaluations/${event.code}`, { cookie: officer, form })
  expect((await decide({ [`text-${first?.id}`]: 'show', [`text-${second?.id}`]: 'hide' })).status).toBe(303)
  await decide({ [`text-${second?.id}`]: 'show', [`text-${third?.id}`]: 'hide' })
  const after = await page(at, organiser)
  expect(after.text).toContain('Text 1')
  expect(after.text).not.toContain('Text 2')
  expect(after.text).toContain('2 texts wait until')
  expect(after.text).toMatch(/Last read by .+ on \d+ \w+ \d{4}\./)
  const [{ id: text = '' } = {}] = (await questionsOf(event)).slice(4)
  expect(
    await rows(
      'SELECT COUNT(*) AS n, COUNT(readAt) AS dated, COUNT(DISTINCT readById) AS people FROM EvaluationAnswer WHERE shown IS NOT NULL AND questionId = ?1',
      text,
    ),
  ).toEqual([{ n: 3, dated: 3, people: 1 }])
  await expect(run('UPDATE EvaluationAnswer SET shown = 1 WHERE id = ?1', second?.id)).rejects.toThrow('evaluation_text_was_read')
  await expect(run('UPDATE EvaluationAnswer SET shown = 1 WHERE shown IS NULL')).rejects.toThrow('CHECK')
  const file = (await page(`${at}.csv`, organiser)).text
  expect(file).toContain('Right after,6,5,5,How useful was this event for your work?,4,5\r\n')
  expect(file).toContain('Right after,6,5,5,What will you do differently because of it?,Text 1,1\r\n')
  expect(file).not.toContain('Text 2')
  expect(await rows(`SELECT after FROM Log WHERE act = 'evaluation.texts_decided' AND eventId = ?1 ORDER BY id`, event.id)).toEqual([
    { after: '{"shown":1,"hidden":1}' },
    { after: '{"shown":0,"hidden":1}' },
  ])
})

it('a preview shows the form as it will be asked, and sends nothing', async () => {
  const event = await anEvent(ahead)
  await save(event.code, 'after', one)
  const { text } = await page(`/organiser/events/${event.code}/evaluation/after/preview`, organiser)
  expect(text).toContain('Was it worth it?')
  expect(text).not.toContain('action="/evaluate')
})

// “The texts are destroyed with the answers of the event; the figures stay.”
it('texts that are a year old are destroyed, and the figures still stand', async () => {
  const event = await evaluated(5)
  const class_ = dueRows.answers.find(({ kind }) => kind === 'EvaluationAnswer')
  const found = async (before: string) =>
    (
      await db
        .prepare(class_?.due ?? '')
        .bind(before)
        .all<{ id: string; eventId: string }>()
    ).results
  const mine = (await found('2027-06-13T00:00:00.000Z')).filter(({ eventId }) => eventId === event.id)
  expect(mine).toHaveLength(5)
  expect((await found('2026-06-12T00:00:00.000Z')).filter(({ eventId }) => eventId === event.id)).toEqual([])
  await db.batch([
    ...mine.map(({ id }) => insert('RowToDestroy', { kind: 'EvaluationAnswer', id })),
    ...(class_?.destroy ?? []).map((sql) => db.prepare(sql)),
    db.prepare('DELETE FROM RowToDestroy'),
  ])
  const { text } = await page(`/organiser/events/${event.code}/evaluation`, organiser)
  expect(text).toContain('How useful was this event for your work?')
  expect(text).toContain('There is no text to show.')
})
