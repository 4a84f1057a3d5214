// Somebody asks to hear of a date, and is told once, when one can be booked: whoever asked first, first.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { askForDate } from '#correspondence/dates/ask-date.ts'
import { tellOfDates } from '#correspondence/dates/tell-of-dates.ts'
import { aBrowser } from '#test/support/browsing.ts'
import { accepted, anAccount, anAct, anEvent, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'

const morning = '2027-01-12T08:00:00.000Z'
const act = (at = morning) => anAct({ now: new Date(at) })

/** Asks by the page, as at a time before the morning. */
const asks = async (topicId: string, at: string) => {
  const account = await anAccount()
  const browser = aBrowser(account)
  await browser.goto(`/account/dates?about=topic:${topicId}`)
  await browser.press('Tell me when there is a date')
  await run(
    `UPDATE DateAsked SET askedAt = ?1, lookAt = ?2 WHERE accountId = (SELECT id FROM Account WHERE email = ?3) AND endedAt IS NULL`,
    at,
    morning,
    account.email,
  )
  return { ...account, browser }
}

const letters = (email: string) =>
  rows<{ subject: string }>(
    `SELECT b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'date_found' AND b.email = ?1`,
    email,
  )

const asked = (accountId: string) =>
  rows<{ eventId: string | null; over: number }>(
    'SELECT eventId, endedAt IS NOT NULL AS over FROM DateAsked WHERE accountId = ?1',
    accountId,
  )

it('is told to whoever asked first, to no more than there are places free, and once', async () => {
  const [second, first, stopped] = [
    await asks('online-safety', '2026-11-03T09:00:00.000Z'),
    await asks('online-safety', '2026-11-02T09:00:00.000Z'),
    await asks('online-safety', '2026-11-01T09:00:00.000Z'),
  ]
  const other = await asks('prevent', '2026-11-01T09:00:00.000Z')
  await stopped.browser.press(/^Stop/)
  // Nobody is told while there is none, and all are looked for on the next morning again.
  expect(await tellOfDates(act())).toBe(false)
  expect(await rows(`SELECT DISTINCT lookAt FROM DateAsked WHERE endedAt IS NULL`)).toEqual([{ lookAt: '2027-01-13T08:00:00.000Z' }])
  const event = await anEvent({
    ...{ title: 'Online safety in March', topicId: 'online-safety', capacity: 1 },
    startsAt: '2027-03-02T09:00:00.000Z',
    endsAt: '2027-03-02T15:00:00.000Z',
  })
  await anEvent({
    ...{ title: 'Still a draft', topicId: 'prevent', state: 'draft' },
    startsAt: '2027-03-03T09:00:00.000Z',
    endsAt: '2027-03-03T15:00:00.000Z',
  })
  expect(await tellOfDates(act('2027-01-13T08:00:00.000Z'))).toBe(true)
  expect([await letters(first.email), await letters(second.email), await letters(stopped.email), await letters(other.email)]).toEqual([
    [{ subject: 'There is a date: Online safety in March' }],
    [],
    [],
    [],
  ])
  expect(await tellOfDates(act('2027-01-14T08:00:00.000Z'))).toBe(true)
  expect(await tellOfDates(act('2027-01-15T08:00:00.000Z'))).toBe(false)
  expect([(await letters(first.email)).length, (await letters(second.email)).length, (await letters(stopped.email)).length]).toEqual([
    1, 1, 0,
  ])
  expect([
    await asked(first.accountId),
    await asked(second.accountId),
    await asked(stopped.accountId),
    await asked(other.accountId),
  ]).toEqual([
    [{ eventId: event.id, over: 1 }],
    [{ eventId: event.id, over: 1 }],
    [{ eventId: null, over: 1 }],
    [{ eventId: null, over: 0 }],
  ])
})

it('is not asked for while a date can be booked: that date is shown', async () => {
  await anEvent({
    ...{ title: 'Records that stand up', topicId: 'record-keeping', capacity: 3 },
    startsAt: '2098-03-02T09:00:00.000Z',
    endsAt: '2098-03-02T15:00:00.000Z',
  })
  const account = await anAccount()
  const browser = aBrowser(account)
  await browser.goto('/account/dates?about=topic:record-keeping')
  await browser.press('Tell me when there is a date')
  expect(plain(browser.html)).toContain('There is a date that you can book now. It is below.')
  expect(plain(browser.html)).toContain('Records that stand up')
  expect(await asked(account.accountId)).toEqual([])
})

it('is asked once by somebody who presses twice at once', async () => {
  const account = await anAccount()
  const about = { topicId: 'governance', requirementId: null }
  const now = { ...act(), actor: account.actor }
  await Promise.all([
    askForDate(now, { id: newId(tick()), ...about }).then(accepted),
    askForDate(now, { id: newId(tick()), ...about }).then(accepted),
  ])
  expect(await asked(account.accountId)).toEqual([{ eventId: null, over: 0 }])
})
