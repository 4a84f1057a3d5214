// An office books somebody for a refresher who has not been to the foundation course.
import { expect, it } from 'vitest'
import { aBrowser, brokenInvariants, inDays, look } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, rows } from '#test/support/factories.ts'
import type { HtmlClient } from '#test/support/html-client.ts'
import { add } from '#test/support/rows.ts'

const on = (days: number) => ({ startsAt: `${inDays(days)}T09:30:00.000Z`, endsAt: `${inDays(days)}T15:00:00.000Z` })

const names = (page: HtmlClient): void => {
  page.fill('Full name', 'Tegan Teacher', 0)
  page.fill('Email address', 'tegan@walked.example', 0)
  page.choose('Role at the school', 'Designated safeguarding lead', 0)
}

it('is told the next date of the course, books it, and then the refresher after it', async () => {
  const refresher = await anEvent({ ...on(90), title: 'DSL refresher', topicId: 'online-safety' })
  await add('EventAudience', { eventId: refresher.id, dimension: 'course', value: 'designated-lead' })
  const foundation = await anEvent({ ...on(40), title: 'DSL foundation', topicId: 'designated-lead' })
  const school = await aSchool()
  const page = aBrowser(await anAccount({ schoolIds: [school.id] }))
  const problems: string[] = []
  await page.goto(`/events/${refresher.code}/book`)
  names(page)
  await page.press('Book these places')
  expect(page.text).toContain('DSL foundation. Somebody who attended for another school')
  problems.push(...(await look(page, 'book-course-missing')))
  await page.goto('/events')
  await page.follow(/^DSL foundation/)
  await page.follow(/^Book/)
  names(page)
  await page.press('Book these places')
  await page.goto(`/events/${refresher.code}/book`)
  names(page)
  await page.press('Book these places')
  expect(page.path).toMatch(/^\/bookings\//)
  expect(
    await rows(
      "SELECT e.title FROM Place p JOIN Event e ON e.id = p.eventId WHERE p.schoolId = ?1 AND p.state = 'confirmed' ORDER BY p.rowid",
      school.id,
    ),
  ).toEqual([{ title: foundation.title }, { title: refresher.title }])
  expect([page.presses, problems, await brokenInvariants()]).toEqual([8, [], []])
})
