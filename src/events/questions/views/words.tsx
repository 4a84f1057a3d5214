import { Choices } from '#base/web/field.tsx'
import type { Field } from '#base/web/fields.tsx'
import { P } from '#base/web/page-parts.tsx'
import type { delicacy, Scope } from '../question.ts'

export const scopeWords: Record<Scope, string> = {
  booking: 'Once for the whole booking',
  place: 'For each person coming',
}

type Delicate = NonNullable<ReturnType<typeof delicacy>>

export const delicateWords: Record<Delicate, string> = {
  needs: 'Ask about food, health and access under Needs, not here',
  children: 'Do not ask for names of children',
}

const warnings = {
  needs: (
    <>
      <P>
        <strong>This looks like a question about food, health or access.</strong> Use Needs instead: Muster asks each person on a page of
        their own, through a link that only they have, and deletes it 30 days after the event. A question here is answered by whoever books,
        who cannot agree to that for somebody else, and its answers are kept with the booking.
      </P>
      <P>Needs are asked at every event. You do not have to set anything up.</P>
    </>
  ),
  children: (
    <P>
      <strong>This looks as if it asks for names of children.</strong> They do not belong in a booking. Ask for a number, or not at all.
    </P>
  ),
}

/** A warning, and a box to tick once the words look delicate. */
export const askedAgain: Field<boolean>['show'] = (of) => {
  const problem = of.problems?.[of.name]
  if (problem === undefined && !of.values.includes('yes'))
    return <P>Do not ask for names of children, or about anyone’s health, food or access: use Needs instead.</P>
  return (
    <div class="govuk-inset-text" id="warning">
      {problem === delicateWords.needs ? warnings.needs : null}
      {problem === delicateWords.children ? warnings.children : null}
      <Choices
        {...of}
        label="What this question asks"
        type="checkboxes"
        small
        options={[{ value: 'yes', text: 'It asks for none of that: save it as it is' }]}
      />
    </div>
  )
}
