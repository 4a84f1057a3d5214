import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import type { Asked as Address } from '#base/web/press.tsx'
import { readToken } from '#booking/needs/forms.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { readAnswers } from './read-answers.ts'
import { answering } from './school-pages.tsx'
import { selectAskedByLink } from './store.ts'
import { AnswerOfSchool } from './views/answer.tsx'

const find = async ({ db }: Act, { part }: Address) => {
  const token = readToken(part('token'))
  return token ? readNow(db, selectAskedByLink(db, await sha256(token))) : undefined
}

const answer = answering('link', { at: '/:token/answer', find, to: ({ part }) => `/read/${part('token')}/answer` })

const linked = page({
  at: '/:token/answer',
  also: async (act, _, address) => {
    const asked = await find(act, address)
    if (!asked) throw notFound('link')
    // Of what others did at the school a link shows the state alone: it may have been passed on.
    return { asked, found: (await readAnswers(act, asked)).found, path: `/read/${address.part('token')}` }
  },
  title: ({ asked }) => asked.title,
  caption: ({ asked }) => schoolLabel(asked),
  heading: ({ asked }) => `${asked.title}, version ${asked.version}`,
  back: ({ asked, path }) => ({ href: path, text: asked.title }),
  presses: { answer },
  show: (link, forms) => <AnswerOfSchool {...link} checks={[]} named form={forms.answer(link.asked)} />,
})

/** What a school answers by the link of a mail, without signing in. Mounted at /read. */
export const publicAnswerPages = withPages(new Hono<AppEnv>(), linked)
