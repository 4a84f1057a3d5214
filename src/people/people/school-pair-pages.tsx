import { type Context, Hono } from 'hono'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { schoolCard } from '#schools/schools/store.ts'
import { answerPair, type PairAnswer, seenOfPair } from './answer-pair.ts'
import { pairForm } from './forms.ts'
import { pairsShown, type SchoolPair } from './pair.ts'
import { selectLikePairs, selectMergesBySchool, selectSides } from './pair-store.ts'
import { undoMerge } from './undo-merge.ts'
import { PairsPage } from './views/pairs.tsx'
import { pairRefusals, undoMergeRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const path = `/:school{${uuid}}/staff/pairs`

const schoolOr404 = async (c: C) => {
  const schoolId = c.req.param('school') ?? ''
  const school = c.var.act.actor.approverSchoolIds.includes(schoolId) ? await schoolCard(c.var.act.db, schoolId) : null
  if (!school) throw notFound('school')
  return { schoolId, school, base: `/school/${schoolId}/staff` }
}

const show = async (c: C, { schoolId, school, base }: Awaited<ReturnType<typeof schoolOr404>>, why?: string) => {
  const { db } = c.var.act
  const { found, merges } = await readTogether(db, {
    found: selectLikePairs(db, schoolId),
    merges: selectMergesBySchool(db, schoolId),
  })
  const asked = found.slice(0, pairsShown)
  const sides = new Map(
    (asked.length === 0 ? [] : await readNow(db, selectSides(db, schoolId, [...new Set(asked.flatMap(({ ids }) => ids))]))).map((side) => [
      side.id,
      side,
    ]),
  )
  const pairs = await Promise.all(
    asked
      .flatMap(({ ids: [oneId, otherId], proposed }) => {
        const [one, other] = [sides.get(oneId), sides.get(otherId)]
        return one && other ? [{ one, other, proposed }] : []
      })
      .map(async (pair: SchoolPair) => ({ pair, seen: await seenOfPair(pair.one, pair.other) })),
  )
  return c.render(<PairsPage pairs={pairs} merges={merges} school={schoolLabel(school)} base={base} why={why} />, {
    title: 'Is this one person?',
    back: { href: base, text: 'People of the school' },
    hasProblems: why !== undefined,
  })
}

const says: Record<PairAnswer, string> = {
  merged: 'It is one record now. You can undo it below.',
  proposed: 'We have passed it on to the council. It decides, and nothing has changed yet.',
  different: 'Saved. Nobody is asked about these two again.',
}

/** What a school says of records that may be of one person; mounted at /school. */
export const schoolPairPages = new Hono<AppEnv>()
  .get(path, async (c) => show(c, await schoolOr404(c)))
  .post(path, async (c) => {
    const at = await schoolOr404(c)
    const read = pairForm.safeParse(await c.req.parseBody())
    if (!read.success) throw notFound('pair')
    const { one, other, seen, is } = read.data
    const answered = await answerPair(c.var.act, at.schoolId, { one, other, seen, isOne: is === 'one' })
    if (!answered.ok) {
      if (answered.reason === 'no_such_pair') throw notFound('pair')
      c.status(409)
      return show(c, at, pairRefusals[answered.reason])
    }
    flash(c, says[answered.value])
    return c.redirect(`${at.base}/pairs`, 303)
  })
  .post(`${path}/:merge{${uuid}}/undo`, async (c) => {
    const at = await schoolOr404(c)
    const undone = await undoMerge(c.var.act, c.req.param('merge'), { schoolId: at.schoolId })
    if (!undone.ok) {
      if (undone.reason === 'no_such_merge') throw notFound('merge')
      c.status(409)
      return show(c, at, undoMergeRefusals[undone.reason])
    }
    flash(c, 'Undone: these are two records again.')
    return c.redirect(`${at.base}/pairs`, 303)
  })
