import { Hono } from 'hono'
import { mapped, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectSchoolName } from '#schools/schools/store.ts'
import { answerPair, seenOfPair } from './answer-pair.ts'
import { pairForm } from './forms.ts'
import { namesOf, pairsShown, type SchoolMerge, type SeenPair } from './pair.ts'
import { selectLikePairs, selectMergesBySchool, selectSides } from './pair-store.ts'
import { undoMerge } from './undo-merge.ts'
import { Pairs } from './views/pairs.tsx'
import { pairRefusals, undoMergeRefusals } from './views/refusals.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const at = `/:school${uuid}/staff/pairs`
const pagePath = ({ part }: Asked): string => `/school/${part('school')}/staff/pairs`

const says = {
  merged: 'It is one record now. You can undo it below.',
  proposed: 'We have passed it on to the council. It decides, and nothing has changed yet.',
  different: 'Saved. Nobody is asked about these two again.',
}

const answer = press({
  at,
  form: pairForm,
  hidden: ({ one, other, seen }: SeenPair) => ({ one: one.id, other: other.id, seen }),
  button: (pair) => [
    { text: 'The same person', of: `: ${namesOf(pair)}`, name: 'is', value: 'one', kind: 'secondary' },
    { text: 'Two different people', of: `: ${namesOf(pair)}`, name: 'is', value: 'two', kind: 'secondary' },
  ],
  act: (act, { is, ...pair }, { part }) => answerPair(act, part('school'), { ...pair, isOne: is === 'one' }),
  refused: { ...pairRefusals, no_such_pair: gone },
  done: (_, answered) => says[answered],
  to: pagePath,
})

const undo = press({
  at: `${at}/:merge${uuid}/undo`,
  button: ({ mergedName, keptName }: SchoolMerge) => [
    { text: 'Undo', of: `: ${mergedName} and ${keptName} are two people`, kind: 'secondary' },
  ],
  act: (act, _, { part }) => undoMerge(act, part('merge'), { schoolId: part('school') }),
  refused: { ...undoMergeRefusals, no_such_merge: gone },
  done: 'Undone: these are two records again.',
  to: pagePath,
})

const pairs = page({
  at,
  read: ({ db, part }) =>
    mapped(
      together({
        school: selectSchoolName(db, part('school')),
        found: selectLikePairs(db, part('school')),
        merges: selectMergesBySchool(db, part('school')),
      }),
      ({ school, ...rest }) => school && { school, ...rest },
    ),
  also: async ({ db, actor }, { found }, { part }) => {
    if (!actor.approverSchoolIds.includes(part('school'))) throw notFound('school')
    const asked = found.slice(0, pairsShown)
    const ids = [...new Set(asked.flatMap((pair) => pair.ids))]
    const sides = new Map((ids.length === 0 ? [] : await readNow(db, selectSides(db, part('school'), ids))).map((side) => [side.id, side]))
    const known = asked.flatMap(({ ids: [oneId, otherId], proposed }) => {
      const [one, other] = [sides.get(oneId), sides.get(otherId)]
      return one && other ? [{ one, other, proposed }] : []
    })
    return {
      base: `/school/${part('school')}/staff`,
      pairs: await Promise.all(known.map(async (pair) => ({ ...pair, seen: await seenOfPair(pair.one, pair.other) }))),
    }
  },
  title: 'Is this one person?',
  caption: ({ school }) => schoolLabel(school),
  back: ({ base }) => ({ href: base, text: 'People of the school' }),
  wide: true,
  presses: { answer, undo },
  show: ({ pairs: asked, merges }, forms) => (
    <Pairs pairs={asked} merges={merges} answer={(pair) => forms.answer(pair)} undo={(merge) => forms.undo(merge, { merge: merge.id })} />
  ),
})

/** What a school says of records that may be of one person; mounted at /school. */
export const schoolPairPages = withPages(new Hono<AppEnv>(), pairs)
