import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked as Address, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { sayKept } from '#guidance/issuing/answer.ts'
import { answerForTrust } from './answer-version.ts'
import { trustAnswerForm, usualBody } from './forms.ts'
import { selectAskedOfTrust } from './store.ts'
import { answerRefusals } from './views/refusals.tsx'
import { AskedOfSchools } from './views/trust.tsx'

const at = '/:trust{[\\w-]{1,30}}/guidance/:versionId'

const listPath = ({ part }: Address): string => `/trusts/${part('trust')}/guidance`

const find = async (act: Act, { part }: Address) => {
  const asked = await readNow(act.db, selectAskedOfTrust(act, part('trust'), part('versionId')))
  return asked[0] && { asked, first: asked[0] }
}

const answer = press({
  at,
  find,
  form: (now, { asked }) => trustAnswerForm(asked, londonDay(now)),
  filled: ({ asked }) => ({ schools: asked.filter(({ isOpen }) => isOpen).map(({ issueId }) => issueId), body: usualBody(asked) }),
  hidden: ({ asked }) => Object.fromEntries(asked.map(({ issueId, answerId }) => [`seen-${issueId}`, answerId ?? ''])),
  button: 'Send the answer',
  act: (act, { schools, said }, { id, part, field }) =>
    answerForTrust(act, { id, trustUid: part('trust') }, schools, {
      ...said,
      seen: new Map(schools.map(({ issueId }) => [issueId, field(`seen-${issueId}`)])),
    }),
  refused: answerRefusals,
  done: ({ values: { said, schools } }) => sayKept(said, `The answer is kept for ${counted(schools.length, 'school')}`),
  to: listPath,
})

const guidancePage = page({
  at,
  also: async (act, _, address) => {
    const subject = await find(act, address)
    if (!subject) throw notFound('guidance')
    return { ...subject, back: { href: listPath(address), text: 'Guidance of the trust' } }
  },
  title: ({ first }) => first.title,
  caption: 'For schools of the trust',
  heading: ({ first }) => `${first.title}, version ${first.version}`,
  back: ({ back }) => back,
  presses: { answer },
  show: (found, forms) => <AskedOfSchools first={found.first} form={forms.answer(found)} />,
})

/** What a trust answers for its schools. Mounted at /trusts. */
export const schoolTrustAnswerPages = withPages(new Hono<AppEnv>(), guidancePage)
