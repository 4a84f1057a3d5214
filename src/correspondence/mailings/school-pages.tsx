import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { consentHistory } from './consent-store.ts'
import { sayConsent } from './record-consent.ts'
import { OwnMessagesPage } from './views/consent.tsx'

/** Which messages a signed-in reader wants. Mounted at /account/messages. */
export const schoolMessagePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { db, actor } = requireAccount(c.var.act)
    return c.render(
      <OwnMessagesPage email={actor.email} history={await consentHistory(db, actor.email)} councilName={c.var.council.name} />,
      { title: 'Messages to you', back: { href: '/account', text: 'Your account' } },
    )
  })
  .post('/', async (c) => {
    const body = await c.req.parseBody()
    const topicId = text(body, 'topic')
    // A topic is only ever asked for again here: the link in an invitation stops it.
    const wanted = topicId !== '' || text(body, 'news') === 'yes'
    await sayConsent(requireAccount(c.var.act), wanted, topicId)
    if (topicId !== '') flash(c, 'You will get invitations to training on this topic again.')
    else flash(c, wanted ? 'You will get news of new conferences.' : 'You will get no more news of new conferences.')
    return c.redirect('/account/messages', 303)
  })
