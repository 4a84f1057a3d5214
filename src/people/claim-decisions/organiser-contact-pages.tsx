import { Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { gone } from '#base/web/press.tsx'
import { atStart, plural } from '#base/words.ts'
import { selectStandingContact } from '#schools/schools/contact-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { endContact } from './end-contact.ts'
import { selectResting } from './resting-store.ts'
import { EndedContact } from './views/end-contact.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const home = '/organiser/schools'

const end = question({
  at: `/:id{${uuid}}/contacts/:contactId{${uuid}}/end`,
  read: ({ db, part }) =>
    mapped(
      together({
        found: selectStandingContact(db, part('id'), part('contactId')),
        resting: selectResting(db, part('id'), part('contactId')),
      }),
      ({ found, resting }) => found && { ...found, resting: resting.length, id: part('id') },
    ),
  title: 'End this contact?',
  caption: ({ school }) => schoolLabel(school),
  back: ({ id, school }) => ({ href: `${home}/${id}`, text: school.name }),
  above: ({ contact, resting }) => <EndedContact contact={contact} resting={resting} />,
  button: [{ text: 'End contact', kind: 'warning' }],
  act: (act, _, { part, council }) => endContact(act, { rootId: part('id'), contactId: part('contactId'), council }),
  refused: { gone },
  done: (_, ended) =>
    ended === 0
      ? 'The contact has been ended'
      : `The contact has been ended. ${atStart(ended, 'person acted', 'people acted')} for the school on this address alone, and no longer ${plural(ended, 'does', 'do')}`,
  to: ({ part }) => `${home}/${part('id')}`,
})

export const organiserContactPages = withPages(new Hono<AppEnv>(), end)
