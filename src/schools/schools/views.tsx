import type { Child } from 'hono/jsx'
import { Button, type Problems, Select } from '#base/web/field.tsx'
import { files } from '#base/web/generated/files.ts'
import { VisuallyHidden } from '#base/web/page-parts.tsx'
import { type SchoolOption, schoolLabel } from './school.ts'
import { mostListed, optionsOf, type SchoolChoices, type Sought } from './school-choice.ts'

type Props = {
  name: string
  label: string
  hint?: Child | undefined
  schools: SchoolChoices
  value?: string | undefined
  problems?: Problems | undefined
  /** A school by default. */
  sought?: Sought
  /** Label of choosing none. */
  none?: string
}

const words = {
  school: { choose: 'Choose a school', hint: 'Type a part of its name, its town, postcode or URN', match: 'Schools that match' },
  trust: { choose: 'Choose a trust', hint: 'Type a part of its name', match: 'Trusts that match' },
} as const

/**
 * Few schools are a select; for many, words are searched by a button that keeps the form, and a
 * match is picked; JavaScript adds suggestions. Sends the id, or '', as `name`.
 */
export const SchoolField = (props: Props) => {
  const { schools, sought = 'school', ...field } = props
  if (!schools.all) return <SchoolSearch {...props} />
  return (
    <Select
      name={field.name}
      label={field.label}
      value={field.value}
      options={[
        { value: '', text: field.none ?? words[sought].choose },
        ...schools.all.map((school) => ({ value: school.id, text: schoolLabel(school) })),
      ]}
      {...(field.hint === undefined ? {} : { hint: field.hint })}
      {...(field.problems ? { problems: field.problems } : {})}
    />
  )
}

type RowsProps = Pick<Props, 'schools' | 'problems'> & { values: readonly string[]; most: number; enter: string }

/** A field for each of some schools, and a button for another. @param enter what the form does */
export const SchoolRows = ({ schools, values, most, problems, enter }: RowsProps) => (
  <>
    <input type="hidden" name="rows" value={String(values.length)} />
    {/* Enter in a text field presses the first button of a form. */}
    <button type="submit" name="do" value="save" class="govuk-visually-hidden" tabindex={-1}>
      {enter}
    </button>
    {values.map((school, index) => (
      <SchoolField
        name={`school-${index + 1}`}
        label={values.length === 1 ? 'School' : `School ${index + 1}`}
        schools={schools}
        value={school}
        problems={{ ...schools.finding?.problems, ...problems }}
      />
    ))}
    {values.length < most ? (
      <Button kind="secondary" name="do" value="add-school">
        Add another school
      </Button>
    ) : null}
  </>
)

const SchoolSearch = ({ name, label, hint, schools, value, problems, sought = 'school' }: Props) => {
  const problem = problems?.[name]
  const typed = schools.words[name] ?? ''
  const matches = schools.found[name]
  const options = optionsOf(schools, name, value)
  const opensHere = schools.finding?.at === name && options.length > 0
  return (
    <div
      class={`govuk-form-group${problem ? ' govuk-form-group--error' : ''}`}
      {...(sought === 'school' ? { 'data-school-find': '' } : {})}
    >
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <div id={`${name}-hint`} class="govuk-hint">
        {hint ?? words[sought].hint}
      </div>
      {problem ? (
        <p id={`${name}-error`} class="govuk-error-message">
          <VisuallyHidden>Error:</VisuallyHidden> {problem}
        </p>
      ) : null}
      <div class="muster-find">
        <input
          class={`govuk-input${problem ? ' govuk-input--error' : ''}`}
          id={name}
          name={`${name}-words`}
          type="text"
          value={typed}
          autocomplete="off"
          spellcheck={false}
          maxlength={200}
          aria-describedby={[`${name}-hint`, problem ? `${name}-error` : ''].filter(Boolean).join(' ')}
        />
        <button type="submit" class="govuk-button govuk-button--secondary" name="find" value={name}>
          Find<VisuallyHidden> {label.toLowerCase()}</VisuallyHidden>
        </button>
      </div>
      <input type="hidden" name={`${name}-seen`} value={typed} />
      {options.length > 0 ? (
        <Options
          name={name}
          value={value}
          options={options}
          opensHere={opensHere}
          sought={sought}
          isFound={matches !== undefined}
          more={matches?.more === true}
        />
      ) : (
        <input type="hidden" name={name} value="" />
      )}
      {sought === 'school' ? <script type="module" src={files['js/school-select.js']} /> : null}
    </div>
  )
}

type OptionsProps = {
  name: string
  value: string | undefined
  options: readonly SchoolOption[]
  isFound: boolean
  more: boolean
  opensHere: boolean
  sought: Sought
}

/** A single match needs no picking. */
const Options = ({ name, value, options, isFound, more, opensHere, sought }: OptionsProps) => {
  const picked = options.length === 1 ? options[0]?.id : (value ?? '')
  return (
    <fieldset class="govuk-fieldset" data-school-options="">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s" {...(opensHere ? { tabindex: -1, autofocus: true } : {})}>
        {isFound ? words[sought].match : 'Chosen'}
      </legend>
      {more ? <p class="govuk-hint">The first {mostListed} are listed. Type more words to find others</p> : null}
      <div class="govuk-radios govuk-radios--small" data-module="govuk-radios">
        {[...options.map((school) => ({ id: school.id, text: schoolLabel(school) })), { id: '', text: 'None of these' }].map(
          ({ id, text }, index) => (
            <div class="govuk-radios__item">
              <input
                class="govuk-radios__input"
                id={`${name}-option-${index + 1}`}
                name={name}
                type="radio"
                value={id}
                checked={id === picked}
              />
              <label class="govuk-label govuk-radios__label" for={`${name}-option-${index + 1}`}>
                {text}
              </label>
            </div>
          ),
        )}
      </div>
    </fieldset>
  )
}
