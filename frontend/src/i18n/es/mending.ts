/** Editing what a dead letter carries. In Spanish. */
import type { JsonFaultKind } from '../../json/parseJson.ts';
import type { mendingWords as English } from '../en/mending.ts';

const jsonFault = {
  empty: () => 'aquí no hay nada',
  value: (found) => (found === '' ? 'falta un valor' : `\`${found}\` no es un valor JSON: los textos van entre comillas dobles`),
  comma: (found) => `falta una coma o el cierre antes de \`${found}\``,
  colon: () => 'faltan los dos puntos tras el nombre',
  key: (found) => (found === '}' ? 'sobra la coma antes de esta llave' : 'se espera un nombre entre comillas dobles'),
  duplicate: () => 'este nombre está dos veces',
  open: (found) => `este \`${found}\` no se cierra`,
  string: () => 'este texto no se cierra, o pasa del final de la línea',
  escape: () => 'tras una barra invertida va uno de " \\ / b f n r t u',
  number: (found) => `\`${found}\` no es un número que se pueda guardar exacto`,
  rest: (found) => `el documento termina antes de \`${found}\``,
} satisfies Record<JsonFaultKind, (found: string) => string>;

export const mendingWords: typeof English = {
  edit: {
    title: 'Editar y reenviar',
    label: 'Contenido, como debe ser',
    restored: 'Se recuperó tu edición.',
    reset: 'Volver al original',
    notJson: 'Aún no es JSON',
    fault: ({ line, column, kind, found }) =>
      `Línea ${line}, columna ${column}: ${jsonFault[kind](found)}.`,
    notObject: 'El contenido tiene que seguir siendo un objeto, entre llaves.',
    nullRemoves: 'En un parche, null quita. Estos ya no estarán:',
    notEditable: 'Este contenido no es un objeto JSON, así que no se puede editar. Se puede descartar.',
    schemaFaults: (count) =>
      count === 1 ? 'La API encuentra un error' : `La API encuentra ${count} errores`,
    schemaOk: 'La API no encuentra errores.',
    checking: 'Comprobando…',
    atLine: (line) => `Línea ${line}`,
    changes: 'Qué cambia',
    noChanges: 'Aún no ha cambiado nada.',
    patch: 'Como parche',
    unchanged: (count) => (count === 1 ? '1 línea igual' : `${count} líneas iguales`),
    added: 'añadida',
    removed: 'quitada',
    next: 'Seguir con el reenvío',
  },
};
