// What a school reads of all guidance that it was given: what is still to be done, and what it answered.

import { expect, it } from 'vitest'
import { anAccount, aSchool, request } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { aDocument, anAnswer, anIssue, aReceipt, aVersion } from '../world.ts'

const school = await aSchool({ name: 'Aylestone School', sector: 'maintained', kind: 'primary' })
const { cookie, accountId } = await anAccount({ schoolIds: [school.id], name: 'Ada Acts' })

const given = async (title: string, facts: { dueOn: string; asked?: string }) => {
  const document = await aDocument({ title, ...(facts.asked ? { asked: facts.asked } : {}) })
  const versionId = await aVersion(document, { dueOn: facts.dueOn })
  return { document, versionId, issueId: await anIssue(versionId, school) }
}

const answered = await given('Answered', { dueOn: '2026-01-30' })
await anAnswer({ ...answered, accountId })
await aVersion(answered.document, { number: 2, askAgain: 0, dueOn: '2026-02-27', issuedOn: '2026-01-05' }).then((id) => anIssue(id, school))
await given('Later', { dueOn: '2099-01-06' })
// A Saturday: in time until the Friday before it.
await given('Overdue', { dueOn: '2026-01-31' })
const told = await given('Told staff', { dueOn: '2026-01-30', asked: 'tell_staff' })
await aReceipt(told.issueId, 'acknowledged', '2025-10-01')
await given('For information', { dueOn: '2026-01-30', asked: 'nothing' })

/** The cells of each row, as they read. */
const rowsOf = (html: string): string[][] =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
    .map(([, row = '']) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => plain(cell)))
    .slice(1)

it('The list of a school says what is asked of it, by when, and what it answered, by which body and when; what is overdue stands first.', async () => {
  const html = await (await request(`/school/${school.id}/guidance`, { cookie })).text()
  const rows = rowsOf(html).map(([document, , , ...said]) => [document, ...said])
  expect(rows.slice(0, 2)).toEqual([
    ['Overdue Version 1', 'Adopt it, or say what you do instead', 'Was due by 30 January 2026 Overdue', 'Not answered'],
    ['Later Version 1', 'Adopt it, or say what you do instead', 'By 6 January 2099', 'Not answered'],
  ])
  expect(rows.slice(2).toSorted((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''))).toEqual([
    ['Answered Version 1', '', '', ''],
    [
      'Answered Version 2',
      'Adopt it, or say what you do instead',
      '',
      'Adopted as it is by the governing body on 2 October 2025; you told us on 6 October 2025, of version 1',
    ],
    ['For information Version 1', 'Nothing', '', ''],
    ['Told staff Version 1', 'Tell staff', '', 'Somebody said on 1 October 2025 that you have it'],
  ])
})

it('The first page of a school names the same documents with the same days.', async () => {
  const home = await textOf(request(`/school/${school.id}`, { cookie }))
  for (const words of ['“Overdue”', '“Later”', 'Was due by Friday 30 January 2026', 'Due by Tuesday 6 January 2099'])
    expect(home).toContain(words)
  for (const words of ['“Answered”', '“Told staff”', '“For information”']) expect(home).not.toContain(words)
})
