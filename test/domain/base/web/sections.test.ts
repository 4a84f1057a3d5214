import { expect, it } from 'vitest'
import type { Actor, StaffRoleName } from '#base/act.ts'
import { isStaff, isStaffPage, sectionOf, sectionsFor, settingsFor } from '#base/web/sections.ts'
import { allPages } from '#test/support/pages.ts'

const actor = (role: StaffRoleName, doorEventIds: string[] = []): Actor => ({
  ...{ accountId: 'one', email: 'one@council.example', personId: undefined, name: undefined, shared: false },
  ...{ roles: [role], doorEventIds, schoolIds: [], viewedSchoolIds: [], askedSchoolIds: [], settingIds: [], approverSchoolIds: [] },
})
const bar = (of: Actor): Record<string, string> =>
  Object.fromEntries(sectionsFor(of).map(({ title, pages }) => [title, pages.map(({ text }) => text).join(' · ')]))
const settings = (of: Actor): string[] => settingsFor(of).flatMap(({ pages }) => pages.map(({ text }) => text))

it('an organiser has eight sections, and what an administrator alone may open is in none', () => {
  expect(bar(actor('organiser'))).toEqual({
    Today: 'Today · Check-in',
    Events: 'All events · Bookings · Series · Venues · Sessions asked for · Trainers · As schools see them',
    Schools: 'All schools · People in roles · Who can book · For a second person · Update from GIAS',
    People: 'People',
    'Guidance and audit': 'Guidance · National advice · Safeguarding audit · Training rules · Training due',
    Messages: 'All messages · Written by hand · Sent to groups · What messages say · Addresses that do not work',
    Money: 'Overview · Who owes what · Prices · Who pays, and how · Terms of cancelling',
    Reports: 'Answer · Coverage · Reports · Kept figures · Recommendations',
  })
  expect(settings(actor('organiser'))).toEqual([
    ...['Bank holidays', 'Term dates', 'Keeping and deleting', 'Log', 'Data check', 'Refused attempts', 'Protected record'],
  ])
})

it('an administrator has every page', () => {
  const { Schools, Reports } = bar(actor('administrator'))
  expect(Schools).toBe('All schools · People in roles · Follow-up · Who can book · For a second person · Update from GIAS')
  expect(Reports).toBe('Answer · Coverage · Reports · Kept figures · Recommendations · Feedback · Open data')
  expect(settings(actor('administrator'))).toEqual([
    ...['Council settings', 'Roles at the council', 'First steps', 'Bank holidays', 'Term dates', 'Service check', 'Keeping and deleting'],
    ...['Complaints about data', 'Log', 'Data check', 'Refused attempts', 'Protected record'],
  ])
})

it('officers, readers and finance have only the sections of which they may open a page', () => {
  expect(bar(actor('officer'))).toEqual({
    Events: 'As schools see them',
    Schools: 'All schools · People in roles · Follow-up · For a second person',
    'Guidance and audit': 'Guidance · National advice · Safeguarding audit · Training rules · Training due',
    Messages: 'Written by hand',
    Reports: 'Answer · Coverage · Reports · Kept figures · Recommendations · Feedback',
  })
  expect(bar(actor('reader'))).toEqual({
    Events: 'As schools see them',
    'Guidance and audit': 'Safeguarding audit · Training rules',
    Reports: 'Answer · Reports · Kept figures',
  })
  expect(bar(actor('finance'))).toEqual({
    Events: 'As schools see them',
    Money: 'Overview · Who owes what · Prices · Who pays, and how',
  })
})

it('an officer at the door of an event finds its register under Today; the door alone is no staff', () => {
  expect(bar(actor('officer', ['event']))['Today']).toBe('Check-in')
  expect([isStaff(actor('door', ['event'])), isStaff(actor('officer'))]).toEqual([false, true])
})

it('each page of staff knows its section', () => {
  const pages = allPages.filter(isStaffPage)
  expect(pages.filter((path) => !sectionOf(path) && path !== '/organiser/manage' && !path.startsWith('/account'))).toEqual([])
  expect(pages.filter((path) => sectionOf(path)?.title === 'Today').filter((path) => !path.startsWith('/register'))).toEqual(['/organiser'])
})

it('the longest address decides the section', () => {
  const said = [
    '/coverage/returns/reports/3',
    '/coverage/frozen/2',
    '/organiser/finance/prices/x/edit',
    '/organiser/terms/x',
    '/answer-link/x',
  ]
  expect(said.map((path) => [sectionOf(path)?.title, sectionOf(path)?.page])).toEqual([
    ['Guidance and audit', '/coverage/returns'],
    ['Reports', '/coverage/frozen'],
    ['Money', '/organiser/finance/prices'],
    ['Money', '/organiser/terms'],
    [undefined, undefined],
  ])
})
