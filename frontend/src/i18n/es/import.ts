/** Files of orders. In Spanish. */
import type { importWords as English } from '../en/import.ts';

export const importWords: typeof English = {
  import: {
    title: 'Importar',
    lead: 'Trae un archivo de pedidos: líneas JSON, una lista JSON o CSV. Un archivo que ya se leyó no se pide dos veces en un día.',
    choose: 'Elige un archivo',
    drop: 'o suéltalo aquí',
    example: 'Ejemplo en CSV',
    exampleJson: 'Ejemplo en líneas JSON',
    columns:
      'CSV: una fila por línea de pedido; las filas con el mismo «order» son un pedido. Las columnas se llaman como en la API: buyer.name, currency, line.description, line.unitPriceMinor…',
    unreadable: 'No se pudo leer el archivo',
    empty: 'No hay pedidos en el archivo.',
    brokenAt: (line, column) => `Línea ${line}, carácter ${column}: desde ahí no es JSON.`,
    noJson: (column) => `Desde el carácter ${column} esto no es JSON.`,
    noObject: 'Esto no es un objeto, entre llaves.',
    progress: (done, all) => `${done} de ${all} pedidos`,
    placed: 'Hechos',
    failed: 'Rechazados',
    waiting: 'En espera',
    start: 'Hacer los pedidos',
    pause: 'Pausar',
    pausesElsewhere: 'Si sales de esta página, la importación se pausa.',
    resume: 'Seguir',
    another: 'Otro archivo',
    resumed: 'Esta importación se interrumpió. Sigue donde se quedó.',
    finished: 'Todos los pedidos se hicieron.',
    finishedWithFaults: 'Terminado. Algunos pedidos se rechazaron.',
    rowNumber: 'Fila',
    faultsTitle: 'Filas rechazadas',
    retryFailed: 'Reintentar los rechazados',
    unstorable: 'Este navegador no guarda nada: al recargar se olvidaría esta importación.',
    slow: 'La API está ocupada; se espera antes de seguir.',
    place: 'Dónde',
    why: 'Qué está mal',
  },
};
