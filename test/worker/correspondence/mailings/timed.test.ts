// A message written by hand that goes at a time.
import { expect, it } from 'vitest'
import { addDays, londonDay, sayBeginning } from '#base/dates.ts'
import { laterForm } from '#correspondence/mailings/forms.ts'
import { sendMailings } from '#correspondence/mailings/send-mailings.ts'
import { startInTime, timeMailing, untimeMailing } from '#correspondence/mailings/time-mailing.ts'
import { markOf } from '#correspondence/mailings/write-mailing.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventById } from '#events/events/store.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, existing, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aContact, aDraft, mailing, sentTo, settledAs, toSchools } from './world.ts'

const organiser = await anAccount({ roles: ['organiser'] })
const goesAt = '2098-06-12T08:00:00.000Z'
/** Of the batches of `startInTime`, the one that writes. */
const startsAt = 3
const atItsTime = (of: SqlDatabase = db) => anAct({ db: of, now: new Date(goesAt) })

const anEventOf = async (people: number, day = '2098-05-12') => {
  const event = await anEvent({ placesPerSchool: null, startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` })
  for (let n = 0; n < people; n += 1) await aPlace(event, await aSchool())
  return event
}

const aDraftTo = (event: { id: string; code: string }) =>
  aDraft({ of: 'event', event: event.code, who: 'delegates' }, { nature: 'service', eventId: event.id })

/** To those with a place at an event of so many people. */
const waiting = async (people = 2, by = organiser) => {
  const event = await anEventOf(people)
  const draft = await aDraftTo(event)
  expect(await timeMailing(anAct({ actor: by.actor }), draft, await markOf(draft), goesAt)).toEqual({ ok: true, value: goesAt })
  return { event, id: draft.id }
}

const stateOf = async (id: string) => {
  const { state, goesAt: at, notStarted } = await mailing(id)
  return { state, at, notStarted }
}
const waits = { state: 'waiting', at: goesAt, notStarted: null }
const actsOn = async (id: string) =>
  (await rows<{ act: string }>(`SELECT act FROM Log WHERE subjectId = ?1 AND act LIKE 'mailing.%' ORDER BY id`, id)).map(({ act }) => act)

it('“A message that waits for its time goes to those who are in its group then, and starts once, however many clocks start it.”', async () => {
  const { event, id } = await waiting()
  await sendMailings(anAct())
  expect([await stateOf(id), await settledAs(id)]).toEqual([waits, []])
  await aPlace(event, await aSchool())
  await Promise.all(Array.from({ length: 5 }, () => sendMailings(atItsTime())))
  expect((await settledAs(id)).map(({ state }) => state)).toEqual(['queued', 'queued', 'queued'])
  expect(await sentTo(id)).toHaveLength(3)
  expect((await mailing(id)).startedAt).toBe(goesAt)
  expect((await actsOn(id)).filter((one) => one !== 'mailing.queued')).toEqual([
    'mailing.begun',
    'mailing.written',
    'mailing.timed',
    'mailing.started',
  ])
})

it('“Until it has started it can be sent at once, or not at all.”', async () => {
  const { id } = await waiting()
  const page = aBrowser(organiser)
  await page.goto(`/organiser/mailings/${id}`)
  for (const words of ['Scheduled', `Goes on ${sayBeginning(goesAt)}`, '2 people of 2 schools']) expect(page.text).toContain(words)
  expect(page.has('link', /^Change/)).toBe(false)
  await page.press('Do not send')
  expect(page.text).toContain('It is a draft again and will not be sent.')
  expect(await stateOf(id)).toEqual({ ...waits, state: 'draft' })
  await sendMailings(atItsTime())
  expect(await settledAs(id)).toEqual([])

  const other = await waiting()
  await page.goto(`/organiser/mailings/${other.id}`)
  await page.follow('Send now')
  expect(page.text).not.toContain('Send it at a date and time')
  await page.press('Send to 2 people')
  expect(page.text).toContain('The message is going out.')
  await sendMailings(atItsTime())
  expect(await sentTo(other.id)).toHaveLength(2)
})

it('whoever presses “Do not send” as it starts is told that it no longer waits', async () => {
  const { id } = await waiting()
  const page = aBrowser(organiser)
  await page.goto(`/organiser/mailings/${id}`)
  await sendMailings(atItsTime())
  await page.press('Do not send')
  expect(page.text).toContain('It no longer waits for its time.')
  expect([(await mailing(id)).state, (await sentTo(id)).length]).toEqual(['sending', 2])
})

// Between what the clock has read and what it writes.
it.each([
  ['what somebody keeps back in the same moment does not go', db, { state: 'draft', recipients: 0 }],
  ['control: without guards it goes all the same', withoutGuards, { state: 'sending', recipients: 2 }],
])('%s', async (_, on, expected) => {
  const { id } = await waiting()
  const keptBack = async () => expect(await untimeMailing(anAct(), await mailing(id))).toEqual({ ok: true, value: undefined })
  await startInTime(atItsTime(before(startsAt, keptBack, on)), id)
  expect({ state: (await mailing(id)).state, recipients: (await settledAs(id)).length }).toEqual(expected)
})

it('one that was kept back and timed anew in the same moment waits for its new time', async () => {
  const { id } = await waiting()
  const next = '2098-06-13T08:00:00.000Z'
  const anew = async () => {
    await untimeMailing(anAct(), await mailing(id))
    const draft = await mailing(id)
    expect((await timeMailing(anAct(), draft, await markOf(draft), next)).ok).toBe(true)
  }
  expect(await startInTime(atItsTime(before(startsAt, anew)), id)).toBe(false)
  expect([await stateOf(id), await settledAs(id)]).toEqual([{ ...waits, at: next }, []])
})

it('“It is a draft again, and says why, if its event is called off, nobody is in its group then, or whoever set the time may send none any more.”', async () => {
  const page = aBrowser(organiser)
  const says = async (id: string, why: string): Promise<void> => {
    await page.goto(`/organiser/mailings/${id}`)
    expect(page.text).toContain(`It was to go on ${sayBeginning(goesAt)}, and did not: ${why}. Nobody got it.`)
    expect(await settledAs(id)).toEqual([])
  }
  const off = await waiting()
  const event = await eventById(db, off.event.id, tick()).then(existing)
  const cancelled = await cancelEvent(anAct({ actor: organiser.actor }), { event, version: event.version, reason: 'Snow.' })
  expect([cancelled.ok, await stateOf(off.id)]).toEqual([true, { ...waits, state: 'draft', notStarted: 'called_off' }])
  await says(off.id, 'its event was called off')

  const empty = await waiting(0)
  await sendMailings(atItsTime())
  expect(await stateOf(empty.id)).toEqual({ ...waits, state: 'draft', notStarted: 'nobody' })
  await says(empty.id, 'nobody would have got it then')
  expect((await actsOn(empty.id)).at(-1)).toBe('mailing.kept_back')
  await page.goto('/organiser/mailings')
  expect(page.text).toContain('Did not go')
  await page.goto('/organiser')
  expect(page.has('link', /^2 messages did not go at the time that was set$/)).toBe(true)

  const leaver = await anAccount({ roles: ['organiser'] })
  const theirs = await waiting(1, leaver)
  await run('UPDATE StaffRole SET revokedAt = ?2 WHERE accountId = ?1', leaver.accountId, tick().toISOString())
  expect(await stateOf(theirs.id)).toEqual({ ...waits, state: 'draft', notStarted: 'left' })
  await says(theirs.id, 'the colleague who set the time can no longer send messages')
})

it('an invitation is a draft again if a school of it is invited in the same moment, or nobody can book its event then', async () => {
  await aContact(await aSchool(), { email: 'lead@invited-twice.example' })
  const timed = async (event: { id: string }) => {
    const draft = await aDraft(toSchools(), { nature: 'training', eventId: event.id })
    expect((await timeMailing(anAct(), draft, await markOf(draft), goesAt)).ok).toBe(true)
    return draft.id
  }
  const event = await anEventOf(0, '2098-07-01')
  const [first, second] = [await timed(event), await timed(event)]
  const firstGoes = async () => expect(await startInTime(atItsTime(), first)).toBe(true)
  await startInTime(atItsTime(before(startsAt, firstGoes, db)), second)
  expect([(await stateOf(first)).state, await stateOf(second)]).toEqual(['sending', { ...waits, state: 'draft', notStarted: 'invited' }])

  const closed = await anEventOf(0, '2098-07-02')
  const third = await timed(closed)
  await run('UPDATE Event SET bookingClosesAt = ?2 WHERE id = ?1', closed.id, '2098-06-01T08:00:00.000Z')
  await sendMailings(atItsTime())
  expect(await stateOf(third)).toEqual({ ...waits, state: 'draft', notStarted: 'not_bookable' })
})

it('what waits stays as it is written', async () => {
  const { id } = await waiting()
  for (const change of [`subject = 'Other'`, `body = 'Other'`, `nature = 'promotion'`])
    await expect(run(`UPDATE Sending SET ${change} WHERE id = ?1`, id)).rejects.toThrow('sending_stands')
  const { cookie } = organiser
  const page = aBrowser({ cookie })
  await page.goto(`/organiser/mailings/${id}/words`)
  expect(page.path).toBe(`/organiser/mailings/${id}`)
})

const read = (date: string, time: string, now: string) => {
  const { success, data, error } = laterForm(new Date(now)).schema.safeParse({ date, time })
  return success ? data : Object.fromEntries(error.issues.map(({ path, message }) => [path.join('.'), message]))
}

it('“A time that has passed, that is more than a year ahead or that no clock shows is refused.”', () => {
  const now = '2026-12-03T10:00:00.000Z'
  expect([
    read('2026-12-04', '9am', now),
    read('2026-12-03', '9:30', now),
    read('2026-12-02', '9:30', now),
    read('2027-12-04', '9:30', now),
    read('2027-03-28', '1:30', now),
    read('2027-10-31', '1:30', now),
    read('', 'noon', now),
  ]).toEqual([
    '2026-12-04T09:00:00.000Z',
    { time: 'That has passed: it is 10am on 3 December 2026' },
    { date: 'That has passed: it is 10am on 3 December 2026' },
    { date: 'Enter a day within a year' },
    { time: 'There is no 01:30 on 28 March 2027: the clocks go forward. Enter another time' },
    // The first of two.
    '2027-10-31T00:30:00.000Z',
    { date: 'Enter the day, such as 12/6/2026', time: 'Enter the time, such as 16:00' },
  ])
})

it('“A time after the end of its event is said; an invitation is not set to a time at which nobody can book, nor anything about an event that is called off.”', async () => {
  const tomorrow = addDays(londonDay(new Date()), 1)
  const over = await anEventOf(1, '2026-02-12')
  const draft = await aDraftTo(over)
  const page = aBrowser(organiser)
  await page.goto(`/organiser/mailings/${draft.id}/send`)
  page.unfold('Send it at a date and time')
  page.fill('Day', tomorrow)
  page.fill('Time', '9am')
  await page.press('Send at this time')
  expect(page.text).toMatch(/The message goes on \w+ \d+ \w+ \d{4}, 9am\./)
  expect(page.text).toContain('The event is over by then')

  const event = await anEventOf(1)
  const invitation = await aDraft(toSchools(), { nature: 'training', eventId: event.id })
  const at = (when: string) => markOf(invitation).then((seen) => timeMailing(anAct(), invitation, seen, when))
  expect(await at('2098-05-12T09:00:00.000Z')).toEqual({ ok: false, reason: 'not_then' })
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, tick().toISOString())
  expect(await at('2098-05-11T09:00:00.000Z')).toEqual({ ok: false, reason: 'called_off' })
  expect(await timeMailing(anAct(), invitation, 'older', goesAt)).toEqual({ ok: false, reason: 'changed_meanwhile' })
})
