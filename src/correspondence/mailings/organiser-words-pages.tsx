import { sayChanged } from '#base/changed.ts'
import { mapped, together } from '#base/db/read.ts'
import { page } from '#base/web/page.tsx'
import { Details } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import type { Material } from '#events/materials/material.ts'
import { wordsForm } from './forms.ts'
import type { Mailing } from './mailing.ts'
import { selectMaterialsOf } from './material-store.ts'
import { backTo, toIts } from './organiser-ring-pages.tsx'
import { selectMailing } from './store.ts'
import { FieldsOfText } from './views/words.tsx'
import { markOf, saveMailing } from './write-mailing.ts'

const readWithMaterials = ({ db, part }: Asked) =>
  mapped(
    together({ mailing: selectMailing(db, part('id')), materials: selectMaterialsOf(db, part('id')) }),
    ({ mailing, ...beside }) => mailing && { mailing, ...beside },
  )

const saveWords = press({
  at: '/:id/words',
  read: readWithMaterials,
  form: (_, { mailing, materials }) => wordsForm(mailing, materials),
  filled: ({ mailing: { nature, basis, subject, body, materialId } }) => ({
    nature,
    basis,
    subject,
    text: body,
    material: materialId ?? '',
  }),
  hidden: ({ seen }: { mailing: Mailing; materials: Material[]; seen: string }) => ({ seen }),
  shape: ({ material, ...fields }) => [...Object.values(fields), <FieldsOfText />, material],
  button: 'Save and continue',
  act: (act, { text: body, material: materialId, ...words }, { subject, field }) =>
    saveMailing(act, subject.mailing, field('seen'), { ...words, body, materialId }),
  refused: {
    changed_meanwhile: sayChanged('This draft has', 'saved', 'What is saved is below: save again to keep what you typed instead'),
  },
  to: toIts,
})

/** What a draft says. */
export const words = page({
  at: '/:id/words',
  read: readWithMaterials,
  also: async (_, { mailing }, asked) =>
    mailing.state === 'draft' ? { seen: await markOf(mailing) } : asked.c.redirect(toIts(asked), 303),
  title: 'What it says',
  heading: 'What does it say?',
  back: backTo,
  wide: true,
  presses: { saveWords },
  show: (found, forms, { isAgain }) => (
    <>
      {isAgain ? (
        <Details summary="What is saved" open>
          <pre class="muster-plain-text">{`${found.mailing.subject}\n\n${found.mailing.body}`}</pre>
        </Details>
      ) : null}
      {forms.saveWords(found)}
    </>
  ),
})
