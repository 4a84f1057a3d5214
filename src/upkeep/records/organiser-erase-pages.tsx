import { Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
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
  refused: { ...eraseRefusals, changed: { afresh: eraseRefusals.changed } },
  done: 'The person is erased. What their schools attended is as it was.',
  to: ({ part }) => `/organiser/people/${part('id')}`,
})

const erasing = page({
  at,
  // Read after permission was checked, because it reads many tables.
  also: async ({ db, now }, _, { part }) => {
    const [preview, texts] = await Promise.all([readNow(db, selectErasure(db, part('id'), now)), readTexts(db, part('id'))])
    if (!preview || preview.obstacle === 'already_erased') throw notFound('person')
    const shown = shownTexts(texts)
    return { ...preview, texts: { shown, notShown: texts.found.length - shown.length, out: byDefault(texts) } }
  },
  title: 'Erase a person',
  heading: ({ person }) => `Erase ${person.name}?`,
  back: ({ person }) => ({ href: `/organiser/people/${person.id}`, text: 'The person' }),
  presses: { erase },
  show: ({ texts, ...preview }, forms) => <Erasure preview={preview} form={forms.erase(texts)} />,
})

/** Erasing a person, with a preview; mounted at /organiser/records. */
export const organiserErasePages = withPages(new Hono<AppEnv>(), erasing)
