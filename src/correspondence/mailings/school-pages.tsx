import { Hono } from 'hono'
import { readNow, readTogether } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { gone, press } from '#base/web/press.tsx'
import { requireAccount } from '#people/accounts/own-act.ts'
import { selectStops } from '#schools/schools/contact-store.ts'
import { selectHistory } from './consent-store.ts'
import { consentForm } from './forms.ts'
import { sayConsent } from './record-consent.ts'
import { type Asks, OwnMessages } from './views/consent.tsx'

const say = press({
  at: '/account/messages',
  form: consentForm,
  hidden: ({ news, topic, email }: Asks) => ({ ...(news ? { news } : {}), topic: topic?.topicId ?? '', email: email ?? '' }),
  button: ({ news, topic, email }) =>
    topic
      ? [{ text: 'Send them again', of: `: ${[topic.topic, ...(email ? [email] : [])].join(', ')}`, kind: 'secondary' }]
      : news === 'yes'
        ? 'Send me news of new conferences'
        : [{ text: 'Stop news of new conferences', kind: 'secondary' }],
  act: async (act, { news, topic, email: office }) => {
    const own = requireAccount(act)
    const stops = office === '' ? [] : await readNow(act.db, selectStops(act.db, act.actor.schoolIds))
    if (office !== '' && !stops.some((one) => one.email === office && one.topicId === topic && one.isOffice === 1))
      return { ok: false, refusal: gone }
    // A topic is only ever asked for again here: the link in an invitation stops it.
    await sayConsent(own, topic !== '' || news === 'yes', topic, office || own.actor.email)
    return ok(undefined)
  },
  refused: {},
  done: ({ values: { news, topic, email } }) => {
    if (topic !== '') return `${email || 'You'} will get invitations to training on this topic again.`
    return news === 'yes' ? 'You will get news of new conferences.' : 'You will get no more news of new conferences.'
  },
  to: '/account/messages',
})

const messages = page({
  at: '/account/messages',
  also: async (act, _, { c }) => {
    const { db, actor } = requireAccount(act)
    const read = { history: selectHistory(db, actor.email), stops: selectStops(db, actor.schoolIds) }
    const { history, stops } = await readTogether(db, read)
    const colleagues = stops.filter(({ email }) => email !== actor.email.toLowerCase())
    return { email: actor.email, history, colleagues, councilName: c.var.council.name }
  },
  title: 'Messages to you',
  back: { href: '/account', text: 'Your account' },
  wide: true,
  presses: { say },
  show: (found, forms) => <OwnMessages {...found} say={forms.say} />,
})

/** Which messages a signed-in reader wants. Mounted at the root. */
export const schoolMessagePages = withPages(new Hono<AppEnv>(), messages)
