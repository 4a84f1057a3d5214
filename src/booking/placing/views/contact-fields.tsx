import { Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Heading, P } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { askerName, type KnownAsker, waysToAsk } from '#booking/bookings/booker.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { CarriedMeant, PersonQuestion } from '#people/people/views/person-question.tsx'
import type { TypedContact } from '../contact-forms.ts'

const sayKnown = (one: KnownAsker): { value: string; text: string; hint: string } => ({
  value: one.key,
  text: askerName(one),
  hint: [one.role, one.name ? one.email : '', one.telephone, one.email ? '' : 'No email address: nobody is told by email']
    .filter(Boolean)
    .join(', '),
})

type ContactFieldsProps = {
  typed: TypedContact
  known: readonly KnownAsker[]
  school: { name: string }
  /** Whose record may be meant by whoever asked. */
  question?: AskedPerson | undefined
  problems?: Problems | undefined
}

export const ContactFields = ({ typed, known, school, question, problems = {} }: ContactFieldsProps) => {
  const picked = known.some(({ key }) => key === typed.who)
  return (
    <div class="muster-delegate">
      {known.length > 0 ? (
        <Choices
          type="radios"
          name="who"
          label="Who asked for this booking?"
          legendClass="govuk-fieldset__legend--m"
          hint={`They become the contact of the booking: they get its messages, and are asked to agree to what it costs. It does not let them act for ${school.name}.`}
          values={[typed.who]}
          options={[...known.map(sayKnown), { value: 'new', text: 'Somebody else, whom I enter below' }]}
          problems={problems}
        />
      ) : (
        <>
          <Heading>Who asked for this booking?</Heading>
          <P>
            Nobody of {school.name} is known yet. Whom you enter becomes the contact of the booking: they get its messages, and are asked to
            agree to what it costs. It does not let them act for the school.
          </P>
          <input type="hidden" name="who" value="new" />
        </>
      )}
      <fieldset class="govuk-fieldset">
        <legend class={known.length > 0 ? 'govuk-fieldset__legend govuk-fieldset__legend--s' : 'govuk-visually-hidden'}>
          {known.length > 0 ? 'Somebody else who asked' : 'The person who asked'}
        </legend>
        <TextField name="contactName" label="Name of the person who asked" value={picked ? '' : typed.name} problems={problems} />
        <TextField
          name="contactEmail"
          label="Their email address"
          hint="Leave it empty if they have none. Then nobody is told by email: ring them, or print the booking and post it"
          type="email"
          value={picked ? '' : typed.email}
          problems={problems}
        />
        <TextField
          name="contactTelephone"
          label="Their telephone number"
          hint="Needed without an email address"
          type="tel"
          value={picked ? '' : typed.telephone}
          problems={problems}
        />
      </fieldset>
      {question ? <PersonQuestion {...question} problems={problems} /> : <CarriedMeant row={typed} at="asker" />}
      <Select name="askedHow" label="How did they ask?" value={typed.how} options={waysToAsk.map((way) => ({ value: way, text: way }))} />
    </div>
  )
}

export const CarriedContact = ({ typed }: { typed: TypedContact }) => (
  <>
    <input type="hidden" name="who" value={typed.who} />
    <input type="hidden" name="contactName" value={typed.name} />
    <input type="hidden" name="contactEmail" value={typed.email} />
    <input type="hidden" name="contactTelephone" value={typed.telephone} />
    <input type="hidden" name="askedHow" value={typed.how} />
    <CarriedMeant row={typed} at="asker" />
  </>
)

export const WhatTheContactGets = ({ typed, withoutAddress }: { typed: TypedContact; withoutAddress: readonly string[] }) => (
  <>
    <P>
      {typed.email
        ? `${askerName(typed)} gets the confirmation at ${typed.email}, and a link to agree where something is owed.`
        : `${askerName(typed)} gave no email address, so nobody is told by email, now or of a change: ring them, or print the page of the booking and post it.`}
    </P>
    {withoutAddress.length > 0 ? (
      <P>
        {withoutAddress.join(', ')} {plural(withoutAddress.length, 'has', 'have')} no email address and{' '}
        {plural(withoutAddress.length, 'gets', 'get')} no invitation, no reminder and no word of a change.{' '}
        {typed.email ? `${askerName(typed)} is asked to tell them.` : 'Ask whoever rang to tell them.'}
      </P>
    ) : null}
  </>
)
