// A kind of question that some page or file forgot: every kind goes the whole way, from the organiser's form to the file of answers.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { questionKinds } from '#base/questions/kind.ts'
import { bookingKinds } from '#events/questions/question.ts'
import { anAccount, anEvent, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'

const checked = (value: string): RegExp => new RegExp(`value="${value}" checked|checked[^>]*value="${value}"`)

/** The field, what somebody answers, what is then stored and said of it, the field as it is shown again, and what the organiser's page makes of it. */
const answers: Record<
  (typeof bookingKinds)[number],
  { field: RegExp; typed: string; stored: string; said: string; again: RegExp; summary: RegExp }
> = {
  text: { field: /<textarea/, typed: 'Dŵr', stored: 'Dŵr', said: 'Dŵr', again: />Dŵr<\/textarea>/, summary: /Dŵr/ },
  choice: {
    field: /type="radio" value="Tuesday"/,
    typed: 'Tuesday',
    stored: 'Tuesday',
    said: 'Tuesday',
    again: checked('Tuesday'),
    summary: /Tuesday 1 100%/,
  },
  choices: {
    field: /type="checkbox" value="Tuesday"/,
    typed: 'Tuesday',
    stored: 'Tuesday',
    said: 'Tuesday',
    again: checked('Tuesday'),
    summary: /Tuesday 1 100%/,
  },
  yes_no: { field: /type="radio" value="no"/, typed: 'no', stored: 'no', said: 'No', again: checked('no'), summary: /No 1 100%/ },
}

it.each(bookingKinds)('a question of kind %s is added, asked, read, shown to the school, summarised and exported', async (kind) => {
  const { field, typed, stored, said, again, summary } = answers[kind]
  const organiser = await anAccount({ roles: ['organiser'] })
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const at = `/organiser/events/${event.code}`
  const options = 'settings' in questionKinds[kind] ? 'Monday\nTuesday' : ''
  const id = newId(tick())
  const form = { id, scope: 'booking', kind, label: 'What about it?', hint: '', options, required: 'yes' }
  expect((await request(`${at}/questions/new`, { cookie: organiser.cookie, form })).status).toBe(303)
  const listed = await textOf(request(`${at}/questions`, { cookie: organiser.cookie }))
  expect(listed).toContain(`Answered ${questionKinds[kind].word}`)

  expect(await (await request(`/events/${event.code}/book`, { cookie })).text()).toMatch(field)
  const people = { school: school.id, formId: crypto.randomUUID(), rows: '1', 'name-1': 'Siân Rees', 'email-1': 'sian@example.sch.uk' }
  const booking = { ...people, 'role-1': 'dsl', [`q-${id}`]: typed }
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form: booking })
  expect(booked.status).toBe(303)
  expect(await rows('SELECT value FROM Answer WHERE questionId = ?1', id)).toEqual([{ value: stored }])

  const own = booked.headers.get('location')?.replace(/[?#].*/, '') ?? ''
  expect(await textOf(request(own, { cookie }))).toContain(`What about it? ${said}`)
  expect(await (await request(`${own}/answers`, { cookie })).text()).toMatch(again)
  expect(await textOf(request(`${at}/answers`, { cookie: organiser.cookie }))).toMatch(summary)
  expect(await (await request(`${at}/answers.csv`, { cookie: organiser.cookie })).text()).toContain(`Siân Rees,${said}`)
})
