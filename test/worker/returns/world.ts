// A round of the safeguarding audit that is open, and what schools do with theirs.

import { nobody } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { beginForm, publishForm } from '#returns/forms/save-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import { followProgress } from '#returns/progress/follow-progress.ts'
import { followRounds } from '#returns/rounds/follow-rounds.ts'
import { openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import { anAccount, anAct, db, request, rows, run, tick } from '#test/support/factories.ts'
import { sql } from '#test/support/row-of.ts'
import { add, all, insert } from '#test/support/rows.ts'

export const officer = await anAccount({ roles: ['officer'], name: 'Odile Officer' })

const byOfficer = (at?: string) => anAct({ actor: { ...nobody, ...officer, roles: ['officer'] }, ...(at ? { now: new Date(at) } : {}) })

export const page = async (path: string, cookie = officer.cookie): Promise<string> => (await request(path, { cookie })).text()
export const send = (path: string, form: Record<string, string> = {}, more: Parameters<typeof request>[1] = {}) =>
  request(path, { cookie: officer.cookie, form, ...more })

/** A form with the questions of the ready example, published, and its texts ticked off. */
export const aPublishedForm = async (signs: Record<string, number> = {}, isChecked = true): Promise<string> => {
  const act = byOfficer()
  const id = await beginForm(act, { id: newId(tick()), title: 'Safeguarding audit', from: 'example' })
  for (const [column, value] of Object.entries(signs)) await run(`UPDATE ReturnFormVersion SET ${column} = ?2 WHERE id = ?1`, id, value)
  if (isChecked) await run(`UPDATE ReturnPower SET checkedOn = '2098-11-02', checkedById = ?2 WHERE versionId = ?1`, id, officer.accountId)
  const form = await readNow(db, selectForm(db, id))
  if (form) await publishForm(act, form)
  return id
}

export const deadlineAt = '2099-02-03T17:00:00.000Z'
export const finalAt = '2099-02-28T17:00:00.000Z'

type Facts = { sectors?: ('maintained' | 'academy')[]; versionId?: string }

export const aRound = async ({ sectors = [], versionId }: Facts = {}): Promise<string> => {
  const id = newId(tick())
  await saveRound(byOfficer(), id, {
    round: {
      ...{ versionId: versionId ?? (await aPublishedForm()), title: 'Safeguarding audit', year: '2098/99', readers: 'Officers' },
      ...{ controllers: 'The council', basis: 'Public task', deadlineAt, finalAt },
    },
    audience: { sectors, kinds: [] },
  })
  return id
}

export const anOpenRound = async (facts: Facts = {}): Promise<string> => {
  const id = await aRound(facts)
  const round = await readNow(db, selectRound(db, id))
  if (round) await openRound(byOfficer(), round)
  return id
}

export const returnOf = async (round: string, school: { id: string }): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM SchoolReturn WHERE roundId = ?1 AND schoolId = ?2', round, school.id))[0]?.id ?? ''

/** Types an answer to the first question of a kind. */
export const type = async (
  returnId: string,
  facts: { kind?: string; value?: string; evidence?: string; at?: string } = {},
): Promise<string> => {
  const [question] = await rows<{ id: string }>(
    `SELECT q.id FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId JOIN ReturnQuestion q ON q.versionId = o.versionId
     JOIN ReturnSection s ON s.id = q.sectionId WHERE t.id = ?1 AND q.kind = ?2 ORDER BY s.position, q.position LIMIT 1`,
    ...[returnId, facts.kind ?? 'grade'],
  )
  return add('ReturnEntry', {
    returnId,
    questionId: question?.id,
    afterId: sql('(SELECT id FROM CurrentEntry WHERE returnId = ?1 AND questionId = ?2)', returnId, question?.id ?? null),
    value: facts.value ?? '2',
    evidence: facts.evidence ?? '',
    byId: officer.accountId,
    at: facts.at ?? '2099-01-10T10:00:00.000Z',
  })
}

/** The head signs and submits. */
export const submit = async (returnId: string, at = '2099-02-01T10:00:00.000Z', turn = 0): Promise<void> => {
  const head = await anAccount()
  const came = at <= deadlineAt ? 'by_deadline' : at <= finalAt ? 'by_final' : 'after_final'
  await db.batch([
    insert('ReturnSignature', { returnId, turn, byId: head.accountId, at, entries: (await all('ReturnEntry', { returnId })).length }),
    insert('ReturnSubmission', { returnId, turn, number: `R-${newId(tick()).slice(-8)}`, came, byId: head.accountId, at }),
  ])
}

const scheduled = (at: string) => anAct({ now: new Date(at), origin: 'schedule' })
export const follow = async (at: string): Promise<number> => {
  let runs = 0
  while (await followRounds(scheduled(at))) runs += 1
  return runs
}
export const count = (at: string): Promise<boolean> => followProgress(scheduled(at))
