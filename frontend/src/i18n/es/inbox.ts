/** The inbox of the local stack. In Spanish. */
import type { inboxWords as English } from '../en/inbox.ts';

export const inboxWords: typeof English = {
  inbox: {
    title: 'Buzón',
    lead: 'Lo que habría enviado el sistema en esta máquina, como lo ve quien lo recibe.',
    latest: (count) => `Se muestran los últimos ${count} de cada tipo.`,
    emails: 'Correos',
    texts: 'Mensajes de texto',
    empty: 'Aún no se ha enviado nada',
    emptyDetail: 'Haz un pedido: sus mensajes aparecen aquí en segundos.',
    to: 'Para',
    noSubject: '(sin asunto)',
    characters: (count) => (count === 1 ? '1 carácter' : `${count} caracteres`),
    segments: (count) => (count === 1 ? '1 mensaje' : `${count} mensajes`),
    seeOrder: 'Ver el pedido',
    list: 'Mensajes',
  },
};
