// Everything that the council has issued, at all schools of a trust, on one page.

import { expect, it } from 'vitest'
import { anAccount, aSchool, request } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aDocument, anAnswer, anIssue, aReceipt, aVersion } from '#test/worker/guidance/world.ts'
import { aTrust } from './world.ts'

const rowsOf = (html: string): string[][] =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
    .map(([, row = '']) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, one = '']) => plain(one)))
    .filter(([first]) => first !== 'School')

it('A page of the trust has every current document with all of its schools: what each told, what is still to be done first, and the way to answer once.', async () => {
  const trust = await aTrust(['Ashfield', 'Bosbury'], { sector: 'academy', town: 'Ledbury' })
  const elsewhere = await aSchool({ name: 'Elsewhere', sector: 'academy' })
  const given = async (title: string, dueOn: string, asked = 'adopt') => {
    const versionId = await aVersion(await aDocument({ title, asked }), { dueOn })
    const issues = await Promise.all([...trust.schools, elsewhere].map((school) => anIssue(versionId, school)))
    return { versionId, issues }
  }
  const later = await given('Later', '2099-01-06')
  const overdue = await given('Overdue', '2026-01-30')
  const told = await given('Told staff', '2026-01-30', 'tell_staff')
  for (const issueId of told.issues) await aReceipt(issueId, 'acknowledged', '2025-10-01')
  const { accountId } = trust
  await anAnswer({ issueId: overdue.issues[0] ?? '', versionId: overdue.versionId, accountId }, { body: 'trust_board' })
  const first = await (await request(`/trusts/${trust.uid}`, { cookie: trust.cookie })).text()
  expect(first).toContain(`href="/trusts/${trust.uid}/guidance"`)
  const html = await (await request(`/trusts/${trust.uid}/guidance`, { cookie: trust.cookie })).text()
  expect([...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/gs)].map(([, one = '']) => plain(one)).slice(0, 3)).toEqual([
    'Overdue, version 1',
    'Later, version 1',
    'Told staff, version 1',
  ])
  const label = (index: number) => `${trust.schools[index]?.name}, Ledbury (URN ${trust.schools[index]?.urn})`
  expect(rowsOf(html)).toEqual([
    [label(1), 'Not answered'],
    [label(0), 'Adopted as it is by the board of trustees on 2 October 2025; told on 6 October 2025'],
    [label(0), 'Not answered'],
    [label(1), 'Not answered'],
    [label(0), 'Somebody said on 1 October 2025 that it has it'],
    [label(1), 'Somebody said on 1 October 2025 that it has it'],
  ])
  for (const words of ['by 30 January 2026. 1 of 2 schools has done so.', 'Overdue</strong>']) expect(html).toContain(words)
  expect(html).toContain(`href="/trusts/${trust.uid}/guidance/${later.versionId}"`)
  expect(html).not.toContain(`href="/trusts/${trust.uid}/guidance/${told.versionId}"`)
  const other = await anAccount({ schoolIds: [elsewhere.id] })
  expect((await request(`/trusts/${trust.uid}/guidance`, { cookie: other.cookie })).status).toBe(404)
})
