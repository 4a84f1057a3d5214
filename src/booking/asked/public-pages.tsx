import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectAllTerms } from '#money/terms/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { canAnswer } from './asked-session.ts'
import { answering } from './school-pages.tsx'
import { sessionOfLink, settleByLink } from './settle-session.ts'
import { AskedFacts, OfferedFacts } from './views/session.tsx'

const find = async (act: Act, { part, c }: Asked & { c: Context<AppEnv> }) => {
  // The address is a secret, so no shared cache may keep it.
  c.header('cache-control', 'private, no-store')
  const session = await sessionOfLink(act, part('token'))
  return session && { session, ...(await readNow(act.db, selectAllTerms(act.db, act.now))) }
}

const answer = press({
  at: '/:token',
  find,
  ...answering,
  act: (act, typed, { subject }) => settleByLink(act, subject.session, typed.answer, typed.poNumber),
  to: ({ part }) => `/session-offer/${part('token')}`,
})

const offered = page({
  at: '/:token',
  find,
  title: 'Accept or decline a session at your school',
  heading: ({ session }) => session.about,
  caption: ({ session }) => schoolLabel(session.school),
  head: <meta name="robots" content="noindex" />,
  presses: { answer },
  show: (subject, forms, { now }) => (
    <>
      <OfferedFacts {...subject} now={now} />
      {canAnswer(subject.session, instant(now)) ? forms.answer(subject) : <AskedFacts session={subject.session} />}
      <P>
        <Link href={`/school/${subject.session.school.id}/sessions`}>Sessions at your school</Link> (you sign in first)
      </P>
    </>
  ),
})

/** By the link of a mail; only posting changes anything. Mounted at /session-offer. */
export const publicAskedPages = withPages(new Hono<AppEnv>(), offered)
