import { Choices, optionsOf, TextField } from '#base/web/field.tsx'
import { text, texts } from '#base/web/form.ts'
import { Bullets, Link, P } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import { outsideKinds, type SchoolOption, schoolLabel } from '../school.ts'
import type { SchoolChoices } from '../school-choice.ts'
import { SchoolField } from '../views.tsx'

export const BeforeOrganisation = ({ similar }: { similar: readonly SchoolOption[] }) =>
  similar.length > 0 ? (
    <div class="govuk-inset-text" role="alert">
      <P>
        {similar.length === 1
          ? 'There is one with a similar name. Is it the same?'
          : 'There are some with similar names. Is it one of them?'}
      </P>
      <Bullets>
        {similar.map((school) => (
          <li>
            <Link href={`/organiser/schools/${school.id}`}>{schoolLabel(school)}</Link>
          </li>
        ))}
      </Bullets>
    </div>
  ) : (
    <P>
      It can book and attend like other schools, and is never counted among schools. Schools of this area come from GIAS: do not enter them
      here.
    </P>
  )

/** @param first what the first button says: Enter in a text field presses it */
export const OrganisationFields = ({ trusts, first, body, problems }: Typed & { trusts: SchoolChoices; first: string }) => {
  const field = (name: string) => ({ name, value: text(body, name), problems })
  return (
    <>
      <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
        {first}
      </button>
      <Choices
        name="outsideKind"
        label="What kind of organisation is it?"
        type="radios"
        values={texts(body, 'outsideKind')}
        problems={problems}
        options={optionsOf(outsideKinds)}
      />
      <TextField {...field('name')} label="Name" />
      <TextField {...field('town')} label="Town (optional)" hint="Tells it apart from others of the same name" width={20} />
      <TextField {...field('postcode')} label="Postcode (optional)" width={10} />
      {trusts.all?.length === 0 ? null : (
        <SchoolField
          {...field('trustUid')}
          problems={{ ...trusts.finding?.problems, ...problems }}
          schools={trusts}
          sought="trust"
          label="Trust, if it is a school elsewhere (optional)"
          hint="People confirmed for the whole trust can then book for it too"
          none="No trust, or not known"
        />
      )}
    </>
  )
}
