// What ties two accounts to one person is written twice: as the view that triggers read, and by the indexes of one account.

import { expect, it } from 'vitest'
import { sameHolder } from '#people/claims/vouch-store.ts'
import { anAccount, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const at = '2026-03-01T09:00:00.000Z'
it('every pair of accounts that the view ties is known to be of one person, and no other', async () => {
  const [one, two, three, four, five, six, last] = await Promise.all(Array.from({ length: 7 }, () => anAccount({ name: 'Ann Lee' })))
  if (!one || !two || !three || !four || !five || !six || !last) throw new Error('no accounts')
  await run('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', two.accountId, one.personId)
  await add('EmailChange', {
    id: 'change',
    accountId: three.accountId,
    oldEmail: two.email,
    newEmail: four.email,
    codeHash: 'hash',
    createdAt: at,
    expiresAt: at,
    usedAt: at,
  })
  await run(`UPDATE Person SET email = ?2 WHERE id = ?1`, five.personId, six.email)
  for (const account of [one, last]) await add('KnownBrowser', { tokenHash: 'same', accountId: account.accountId, seenAt: at })
  const ids = (await rows<{ id: string }>('SELECT id FROM Account')).map(({ id }) => id)
  const byView = await rows(
    'SELECT DISTINCT x.accountId AS one, y.accountId AS other FROM AccountTie x JOIN AccountTie y ON y.tie = x.tie ORDER BY 1, 2',
  )
  const byIndex = await rows(
    `SELECT a.value AS one, b.value AS other FROM json_each(?1) a JOIN json_each(?1) b WHERE ${sameHolder('a.value', 'b.value')} ORDER BY 1, 2`,
    JSON.stringify(ids),
  )
  expect(byIndex).toEqual(byView)
  expect(byView.length).toBeGreaterThan(ids.length)
})
