import type { Child } from 'hono/jsx'
import type { Problems } from '../web/field.tsx'
import { Select } from '../web/field.tsx'
import { files } from '../web/generated/files.ts'
import { type SchoolOption, schoolLabel } from './school.ts'

/**
 * A plain select of schools, "Name, Town (URN 123456)", with an empty first option. With JavaScript it becomes a text box that filters as
 * one types. The chosen school's id is posted under `name`, or nothing ('') when none is chosen.
 */
export const SchoolSelect = ({
  name,
  label,
  hint,
  schools,
  value,
  problems,
  labelClass,
}: {
  name: string
  label: string
  hint?: Child | undefined
  schools: readonly SchoolOption[]
  value?: string | undefined
  problems?: Problems | undefined
  labelClass?: string | undefined
}) => (
  <div data-school-select="">
    <Select
      name={name}
      label={label}
      value={value}
      options={[
        { value: '', text: 'Choose a school' },
        ...schools.map((school) => ({
          value: school.id,
          text: schoolLabel(school),
          // With the blank and without: people type it both ways.
          ...(school.postcode ? { alsoFoundBy: `${school.postcode} ${school.postcode.replaceAll(' ', '')}` } : {}),
        })),
      ]}
      {...(hint === undefined ? {} : { hint })}
      {...(problems ? { problems } : {})}
      {...(labelClass === undefined ? {} : { labelClass })}
    />
    <script type="module" src={files['js/school-select.js']} />
  </div>
)
