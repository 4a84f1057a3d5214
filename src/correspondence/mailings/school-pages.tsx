import { Hono } from 'hono'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { selectStops } from '#schools/schools/contact-store.ts'
import { selectHistory } from './consent-store.ts'
import { sayConsent } from './record-consent.ts'
import { OwnMessagesPage } from './views/consent.tsx'

/** Which messages a signed-in reader wants. Mounted at /account/messages. */
export const schoolMessagePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { db, actor } = requireAccount(c.var.act)
    const { history, stops } = await readTogether(db, {
      history: selectHistory(db, actor.email),
      stops: selectStops(db, actor.schoolIds),
    })
    return c.render(
      <OwnMessagesPage
        email={actor.email}
        history={history}
        colleagues={stops.filter(({ email }) => email !== actor.email.toLowerCase())}
        councilName={c.var.council.name}
      />,
      { title: 'Messages to you', back: { href: '/account', text: 'Your account' } },
    )
  })
  .post('/', async (c) => {
    const body = await c.req.parseBody()
    const topicId = text(body, 'topic')
    // A topic is only ever asked for again here: the link in an invitation stops it.
    const wanted = topicId !== '' || text(body, 'news') === 'yes'
    const act = requireAccount(c.var.act)
    const office = text(body, 'email')
    if (office !== '') {
      const stops = await readNow(act.db, selectStops(act.db, act.actor.schoolIds))
      if (!stops.some((one) => one.email === office && one.topicId === topicId && one.isOffice === 1)) throw notFound('address')
    }
    await sayConsent(act, wanted, topicId, office || act.actor.email)
    if (topicId !== '') flash(c, `${office || 'You'} will get invitations to training on this topic again.`)
    else flash(c, wanted ? 'You will get news of new conferences.' : 'You will get no more news of new conferences.')
    return c.redirect('/account/messages', 303)
  })
