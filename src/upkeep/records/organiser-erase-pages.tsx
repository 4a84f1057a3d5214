import { Hono } from 'hono'
import { mapped } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { erasePerson } from './erase-person.ts'
import type { TextsShown } from './erasure.ts'
import { selectErasure } from './erasure-store.ts'
import { eraseForm } from './forms.ts'
import { byDefault, readTexts, shownTexts } from './text-store.ts'
import { EraseFields, Erasure } from './views/erase.tsx'
import { eraseRefusals } from './views/refusals.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const at = `/people/:id${uuid}/erase`

const erase = press({
  at,
  form: (_, texts?: TextsShown) => eraseForm(texts?.shown ?? []),
  filled: ({ out }: TextsShown) => ({ out }),
  shape: (fields, texts) => <EraseFields {...texts} fields={fields} />,
  button: [{ text: 'Erase', kind: 'warning' }],
  act: (act, decided, { part }) => erasePerson(act, part('id'), 'asked', decided),
  refused: eraseRefusals,
  done: 'The person is erased. What their schools attended is as it was.',
  to: ({ part }) => `/organiser/people/${part('id')}`,
})

const erasing = page({
  at,
  read: ({ db, now, part }) =>
    mapped(selectErasure(db, part('id'), now), (preview) => (preview?.obstacle === 'already_erased' ? undefined : preview)),
  also: async ({ db }, { person }) => {
    const texts = await readTexts(db, person.id)
    const shown = shownTexts(texts)
    return { texts: { shown, notShown: texts.found.length - shown.length, out: byDefault(texts) } }
  },
  title: 'Erase a person',
  heading: ({ person }) => `Erase ${person.name}?`,
  back: ({ person }) => ({ href: `/organiser/people/${person.id}`, text: 'The person' }),
  presses: { erase },
  show: ({ texts, ...preview }, forms) => <Erasure preview={preview} form={forms.erase(texts)} />,
})

/** Erasing a person, with a preview; mounted at /organiser/records. */
export const organiserErasePages = withPages(new Hono<AppEnv>(), erasing)
