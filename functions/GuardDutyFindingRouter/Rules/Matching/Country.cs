using System.Collections.Frozen;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A country as the rules name it, by its two letters or its name; it is found by either, for many findings tell only the name.</summary>
/// <remarks>Codes: ISO 3166-1. Names: as MaxMind writes them, whose data GuardDuty uses, and other usual English ones.</remarks>
sealed class Country
{
    static readonly FrozenDictionary<string, string[]> s_byCode = Table.Split(';')
        .Select(line => line.Trim().Split('=')).ToFrozenDictionary(pair => pair[0], pair => pair[1].Split('|'), StringComparer.OrdinalIgnoreCase);

    static readonly FrozenDictionary<string, string> s_codes = s_byCode
        .SelectMany(pair => pair.Value.Select(name => (name, code: pair.Key))).ToFrozenDictionary(pair => pair.name, pair => pair.code, StringComparer.OrdinalIgnoreCase);

    readonly string _code;
    readonly string[] _names;

    Country(string text, string code, string[] names) => (Text, _code, _names) = (text, code, names);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>Whether ISO or MaxMind know it; one that they do not is found by exactly that name.</summary>
    public bool IsKnown => _code.Length > 0;

    /// <summary>All names, for a suggestion.</summary>
    public static IEnumerable<string> Names => s_codes.Keys;

    /// <summary>Reads two letters or a name.</summary>
    /// <returns><c>null</c> for two letters that are no country's.</returns>
    public static Country? Parse(string text)
    {
        var code = text.Length == 2 ? text : s_codes.GetValueOrDefault(text, "");
        if (s_byCode.TryGetValue(code, out var names)) return new(text, code, names);
        return text.Length == 2 ? null : new(text, "", [text]);
    }

    /// <summary>Whether a remote party is there. One of which no country is told is nowhere.</summary>
    public bool IsOf(RemoteParty remote)
    {
        if (_code.Length > 0 && remote.CountryCode.Equals(_code, StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var name in _names)
            if (name.Equals(remote.Country, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    const string Table = """
        AD=Andorra;AE=United Arab Emirates|UAE;AF=Afghanistan;AG=Antigua and Barbuda;AI=Anguilla;AL=Albania;AM=Armenia;AO=Angola;AQ=Antarctica;
        AR=Argentina;AS=American Samoa;AT=Austria;AU=Australia;AW=Aruba;AX=Åland Islands|Åland|Aland Islands;AZ=Azerbaijan;
        BA=Bosnia and Herzegovina|Bosnia & Herzegovina;BB=Barbados;BD=Bangladesh;BE=Belgium;BF=Burkina Faso;BG=Bulgaria;BH=Bahrain;BI=Burundi;BJ=Benin;
        BL=Saint Barthélemy|Saint Barthelemy|St Barthélemy;BM=Bermuda;BN=Brunei|Brunei Darussalam;BO=Bolivia;BQ=Bonaire, Sint Eustatius, and Saba|Bonaire;
        BR=Brazil;BS=Bahamas|The Bahamas;BT=Bhutan;BV=Bouvet Island;BW=Botswana;BY=Belarus;BZ=Belize;
        CA=Canada;CC=Cocos (Keeling) Islands|Cocos Islands;CD=DR Congo|Congo (DRC)|Democratic Republic of the Congo;CF=Central African Republic;
        CG=Congo Republic|Republic of the Congo|Congo;CH=Switzerland;CI=Ivory Coast|Côte d'Ivoire|Cote d'Ivoire;CK=Cook Islands;CL=Chile;CM=Cameroon;
        CN=China;CO=Colombia;CR=Costa Rica;CU=Cuba;CV=Cabo Verde|Cape Verde;CW=Curaçao|Curacao;CX=Christmas Island;CY=Cyprus;CZ=Czechia|Czech Republic;
        DE=Germany;DJ=Djibouti;DK=Denmark;DM=Dominica;DO=Dominican Republic;DZ=Algeria;EC=Ecuador;EE=Estonia;EG=Egypt;EH=Western Sahara;ER=Eritrea;
        ES=Spain;ET=Ethiopia;FI=Finland;FJ=Fiji;FK=Falkland Islands;FM=Federated States of Micronesia|Micronesia;FO=Faroe Islands;FR=France;
        GA=Gabon;GB=United Kingdom|UK|Great Britain;GD=Grenada;GE=Georgia;GF=French Guiana;GG=Guernsey;GH=Ghana;GI=Gibraltar;GL=Greenland;
        GM=Gambia|The Gambia;GN=Guinea;GP=Guadeloupe;GQ=Equatorial Guinea;GR=Greece;GS=South Georgia and the South Sandwich Islands;GT=Guatemala;GU=Guam;
        GW=Guinea-Bissau;GY=Guyana;HK=Hong Kong;HM=Heard Island and McDonald Islands|Heard and McDonald Islands;HN=Honduras;HR=Croatia;HT=Haiti;HU=Hungary;
        ID=Indonesia;IE=Ireland;IL=Israel;IM=Isle of Man;IN=India;IO=British Indian Ocean Territory;IQ=Iraq;IR=Iran|Islamic Republic of Iran;IS=Iceland;
        IT=Italy;JE=Jersey;JM=Jamaica;JO=Jordan;JP=Japan;KE=Kenya;KG=Kyrgyzstan;KH=Cambodia;KI=Kiribati;KM=Comoros;
        KN=St Kitts and Nevis|Saint Kitts and Nevis;KP=North Korea;KR=South Korea|Republic of Korea|Korea;KW=Kuwait;KY=Cayman Islands;KZ=Kazakhstan;
        LA=Laos;LB=Lebanon;LC=Saint Lucia|St Lucia;LI=Liechtenstein;LK=Sri Lanka;LR=Liberia;LS=Lesotho;LT=Lithuania|Republic of Lithuania;LU=Luxembourg;
        LV=Latvia;LY=Libya;MA=Morocco;MC=Monaco;MD=Moldova|Republic of Moldova;ME=Montenegro;MF=Saint Martin|St Martin;MG=Madagascar;MH=Marshall Islands;
        MK=North Macedonia|Macedonia;ML=Mali;MM=Myanmar|Burma;MN=Mongolia;MO=Macao|Macau;MP=Northern Mariana Islands;MQ=Martinique;MR=Mauritania;
        MS=Montserrat;MT=Malta;MU=Mauritius;MV=Maldives;MW=Malawi;MX=Mexico;MY=Malaysia;MZ=Mozambique;NA=Namibia;NC=New Caledonia;NE=Niger;
        NF=Norfolk Island;NG=Nigeria;NI=Nicaragua;NL=Netherlands|The Netherlands;NO=Norway;NP=Nepal;NR=Nauru;NU=Niue;NZ=New Zealand;OM=Oman;PA=Panama;
        PE=Peru;PF=French Polynesia;PG=Papua New Guinea;PH=Philippines|The Philippines;PK=Pakistan;PL=Poland;PM=Saint Pierre and Miquelon|St Pierre and Miquelon;
        PN=Pitcairn Islands|Pitcairn;PR=Puerto Rico;PS=Palestine;PT=Portugal;PW=Palau;PY=Paraguay;QA=Qatar;RE=Réunion|Reunion;RO=Romania;RS=Serbia;
        RU=Russia|Russian Federation;RW=Rwanda;SA=Saudi Arabia;SB=Solomon Islands;SC=Seychelles;SD=Sudan;SE=Sweden;SG=Singapore;SH=Saint Helena|St Helena;
        SI=Slovenia;SJ=Svalbard and Jan Mayen;SK=Slovakia|Slovak Republic;SL=Sierra Leone;SM=San Marino;SN=Senegal;SO=Somalia;SR=Suriname;SS=South Sudan;
        ST=São Tomé and Príncipe|Sao Tome and Principe;SV=El Salvador;SX=Sint Maarten;SY=Syria;SZ=Eswatini|Swaziland;TC=Turks and Caicos Islands;TD=Chad;
        TF=French Southern Territories;TG=Togo;TH=Thailand;TJ=Tajikistan;TK=Tokelau;TL=Timor-Leste|East Timor;TM=Turkmenistan;TN=Tunisia;TO=Tonga;
        TR=Türkiye|Turkey|Turkiye;TT=Trinidad and Tobago;TV=Tuvalu;TW=Taiwan;TZ=Tanzania;UA=Ukraine;UG=Uganda;
        UM=U.S. Outlying Islands|United States Minor Outlying Islands;US=United States|USA|United States of America;UY=Uruguay;UZ=Uzbekistan;
        VA=Vatican City|Holy See;VC=St Vincent and Grenadines|Saint Vincent and the Grenadines;VE=Venezuela;VG=British Virgin Islands;VI=U.S. Virgin Islands;
        VN=Vietnam|Viet Nam;VU=Vanuatu;WF=Wallis and Futuna;WS=Samoa;XK=Kosovo;YE=Yemen;YT=Mayotte;ZA=South Africa;ZM=Zambia;ZW=Zimbabwe
        """;
}
