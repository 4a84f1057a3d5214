import { cutTo } from '#base/words.ts'
import { type FileRefusal, type FilesRefused, mostBytes } from '../file.ts'

export const takenTypes =
  'PDF, Word (docx), PowerPoint (pptx), Excel (xlsx), OpenDocument (odt, odp, ods), a picture (PNG or JPG), plain text (txt) or CSV'

export const fileRefusals: Record<FileRefusal, string> = {
  no_file: 'Choose a file',
  empty_file: 'This file is empty. Choose another',
  file_too_large: `This file is larger than ${mostBytes / 1_000_000} MB. Make it smaller, for instance by saving it as a PDF`,
  wrong_type: `Files of this type are not taken. Choose one of these: ${takenTypes}`,
  not_as_named:
    'What is in this file is not what its name says, or it is damaged. Open it in its own program, save it again and choose that',
  has_macros: 'This file holds macros, which could harm anyone who opens it. Save it without them, or as a PDF',
  has_objects:
    'This file holds an object of another program, which could harm anyone who opens it. Paste it as a picture, or save the file as a PDF',
  fetches_more:
    'This file fetches something from elsewhere when it is opened, such as a template or a picture. Put that into the file, or save it as a PDF',
  too_much_inside: 'There is more inside this file than we can look through. Save it as a PDF',
  infected: 'Our virus scanner found a virus in this file. It was not kept. Have your computer checked before you send another',
  not_scanned: 'Files cannot be scanned for viruses just now, so this one was not kept. Try again in a few minutes',
}

export const manyFilesHint = `Several files: ${mostBytes / 1_000_000} MB each, 30 MB together. PDF, Office, pictures, text.`

const sayRefused = ({ reason, name }: FilesRefused): string => {
  if (reason === 'too_much_at_once')
    return `Together this is more than 30 MB. Add files in smaller groups, each of at most ${mostBytes / 1_000_000} MB`
  return name === undefined ? fileRefusals[reason] : `${cutTo(name, 120)}: ${fileRefusals[reason]}. None of the files has been added`
}

/** The same at the field, for a press. */
export const refusedFiles = (refused: FilesRefused) =>
  ({ ok: false, refusal: { field: 'file', says: sayRefused(refused), status: 422 } }) as const
